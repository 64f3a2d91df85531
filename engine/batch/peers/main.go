package main
import ("os";"strconv"; "github.com/limber-triage/limber/engine"; "github.com/limber-triage/limber/rules"; _ "github.com/duckdb/duckdb-go/v2")
func main(){ e,err:=engine.Load(rules.UpperBack(),engine.Options{}); if err!=nil {panic(err)}
n,_:=strconv.Atoi(os.Args[2]); f,_:=os.Create(os.Args[1]); if err:=newPopulation(e).write(f,n);err!=nil{panic(err)} }
