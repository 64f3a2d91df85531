package grl_test

import (
	"errors"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"strings"
	"testing"
	"fmt"
	"math/rand"
	"time"
)

func TestScratch(t *testing.T) {
	tok := []string{"A",".","(",")",",","&&","||","Found.A","Case.A.B","1","\"x\"","!","=","==","+","-","Count.AtLeast(1,","A.B(","true",";",">=","A.B.C = true","rule","when","then","{","}","'x'"}
	rnd := rand.New(rand.NewSource(time.Now().UnixNano()))
	var worst time.Duration
	for end := time.Now().Add(40*time.Second); time.Now().Before(end); {
		var m []string
		for range 1+rnd.Intn(6) { m = append(m, tok[rnd.Intn(len(tok))]) }
		motif := strings.Join(m, " ")+" "
		n := 3500/len(m)
		if strings.Count(motif, "(") > 0 { n = min(n, 30/strings.Count(motif, "(") ) }
		s := "rule A \"x\" { when " + strings.Repeat(motif, n) 
		if rnd.Intn(2)==0 { s += strings.Repeat(")", strings.Count(s,"(")) }
		if rnd.Intn(2)==0 { s += " then Refer.Soon() }" }
		if rnd.Intn(3)==0 { s = "rule A \"x\" { when Found.A then " + strings.Repeat(motif, n) + ";}" }
		t0 := time.Now()
		_, err := grl.Parse("t", []byte(s))
		if d := time.Since(t0); d > worst { worst = d; e := fmt.Sprint(err); t.Log(d, motif, n, e[:min(len(e),120)]) }
	}
	rule := func(c, e string) string { return "rule A \"x\" { when " + c + " then " + e + " }\n" }
	for n, s := range map[string]string{
		"heads":      strings.Repeat("rule A;\n", 131000),
		"chain":      rule(strings.Repeat("Found.A && ", 1000)+"Found.B", "Refer.Soon();"),
		"chainbad":   rule(strings.Repeat("Found.A && ", 1000)+"Found.B", "Refer.Soon()"),
		"chainbad2":  rule(strings.Repeat("Found.A && ", 1000)+"", "Refer.Soon();"),
		"orand":      rule(strings.Repeat("Found.A || Found.C && ", 500)+"Found.B", "Refer.Soon()"),
		"deep":       rule(strings.Repeat("(", 60)+"Found.A"+strings.Repeat(" && Found.A)", 60), "Refer.Soon()"),
		"deepcalls":  rule(strings.Repeat("Count.AtLeast(1, ", 60)+"Found.A"+strings.Repeat(")", 60), "Refer.Soon()"),
		"widecalls":  rule("Count.AtLeast(1"+strings.Repeat(", Found.A || Found.B && Case.C >= 2", 200)+")", "Refer.Soon()"),
		"dots":       rule("A"+strings.Repeat(".A", 2000), "Refer.Soon()"),
		"methods":    rule("A"+strings.Repeat(".A()", 900), "Refer.Soon()"),
		"methodargs": rule(strings.Repeat("A.B(", 62)+"X"+strings.Repeat(", A.B.C || X)", 62), strings.Repeat("A.B(", 62)+"X"+strings.Repeat(", A.B.C || X)", 62)+" = 2;"),
		"thens":      rule("Found.A", strings.Repeat("Found.A = true;", 800)+"x"),
		"manybig":    strings.Repeat(rule(strings.Repeat("Found.A && ", 1000)+"Found.B", "Refer.Soon()"), 85),
		"arith":      rule("A"+strings.Repeat("+A*A-A >= A", 450), "Refer.Soon()"),
		"strings":    strings.Repeat("rule \\\"\n", 116000),
		"strings2":   strings.Repeat("rule \"\n", 140000),
		"comment":    strings.Repeat("/*", 500000),
		"slashes":    strings.Repeat("/* ", 300000),
		"ats":        strings.Repeat("@", 1000000),
		"names":      strings.Repeat("é", 500000),
		"quotes":     strings.Repeat("\"'", 500000),
	} {
		t0 := time.Now()
		_, err := grl.Parse("t", []byte(s))
		var l diag.List
		errors.As(err, &l)
		first := ""
		if len(l) > 0 {
			first = l[0].Error()
			if len(first) > 100 {
				first = first[:100]
			}
		}
		d := time.Since(t0)
		t0 = time.Now()
		grl.Parse("t", []byte(s))
		t.Log(n, len(s), d, "again", time.Since(t0), len(l), first)
	}
}
