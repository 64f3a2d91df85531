package yx
import ("testing";"fmt";"strings";"time"
"github.com/limber-triage/limber/engine/yamltree"
)
func BenchmarkFactsTree(b *testing.B){
 var s strings.Builder; s.WriteString("facts:\n")
 for i:=0;s.Len()<100000;i++{fmt.Fprintf(&s,"  - id: fact_%d\n    kind: set\n    question: \"hello there you what\"\n    why: >-\n      foo bar\n      baz\n    options:\n",i); for j:=range 8 {fmt.Fprintf(&s,"      - {id: opt_%d, text: \"Some text, or other\"}\n",j)}}
 for b.Loop(){ _,err:=yamltree.Parse("x",[]byte(s.String())); if err!=nil{b.Fatal(err)} }
}
func TestTree(t *testing.T){
 mk:=func(name,s string){
  st:=time.Now(); _,err:=yamltree.Parse("x",[]byte(s)); a:=time.Since(st)
  es:=""
  if err!=nil{es=fmt.Sprintf("%.90q",err.Error())}
  fmt.Printf("%-20s %d bytes %v %s\n",name,len(s),a,es)
 }
 for _,n:=range []int{64<<10,1<<20}{
  r:=strings.Repeat
  mk("![",r("[",n)); mk("!- ",r("- ",n/2)); mk("!? ",r("? ",n/2)); mk("![]",r("[]",n/2))
  mk("flowlist","a: ["+r("x,",n/2)+"x]")
  mk("map",func()string{var b strings.Builder;for i:=0;b.Len()<n;i++{fmt.Fprintf(&b,"k%d: v\n",i)};return b.String()}())
  mk("flowmap",func()string{var b strings.Builder;b.WriteString("{");for i:=0;b.Len()<n;i++{fmt.Fprintf(&b,"k%d: v,\n",i)};b.WriteString("}");return b.String()}())
  mk("seq","a:\n"+r("  - x\n",n/6))
  mk("plain",r("a",n)); mk("plainlines",r("a\n",n/2)); mk("quoted","\""+r("a",n)+"\""); mk("quotedlines","\""+r("a\n",n/2)+"\"");mk("squotedlines","'"+r("a\n",n/2)+"'")
  mk("unclosedq","\""+r("a",n)); mk("folded","a: >\n"+r("  b\n",n/4)); mk("lit","a: |\n"+r("  b\n",n/4)); mk("comment",r("# c\n",n/4)); mk("spaces",r(" ",n)); mk("nl",r("\n",n)); mk("tabs",r("\t",n));mk("colon",r(":",n));mk("dash",r("-",n)); mk("colonsp",r(": ",n/2)); mk("amp",r("&a ",n/3)); mk("bang",r("! ",n/2)); mk("esc","\""+r("\\n",n/2)+"\"");mk("crlf",r("a: b\r\n",n/6));mk("docs",r("---\n",n/4)); mk("comma",r(",",n)); mk("]",r("]",n)); mk("indent",func()string{var b strings.Builder;for i:=0;b.Len()<n;i++{b.WriteString(r(" ",i)+"a:\n")};return b.String()}())
  mk("alias",r("[a,*a,",n/6)); mk("#",r("#",n)); mk("- #",r("- #\n",n/4)); mk("a: #c",r("a: #c\n",n/6));mk("mixcomment",r("- a\n#b\n  #c\n",n/12)); mk("mixcomment2",r("\n\n#b\n",n/5)+"a: 1"); mk("mixc3","a:\n"+r("  - b # x\n  # y\n",n/16))
 }
 for _,s:=range []string{"\xef\xbb\xbfa: 1\nb: é\n","a: [\n", "a: b: c\n", "a:\n\tb: 1\n","a: 'x\n","a: 1\n---\nb: 2\n","%YAML 1.1\n---\na: 1\n","a: 1\nb\n","","a: \"\\q\"\n","a: @x\n","? a\n: b\n","äö: [ä, ö, x\n","~: 1\n","a: 1\n...\n","{a, b: }\n","a: \"\\ud800\"\n","a: \x01\n"}{ n,err:=yamltree.Parse("x",[]byte(s)); fmt.Printf("%q %v\n",s,err); if err==nil{ for _,p:=range n.Pairs{fmt.Println("   ",p.Key.Pos,p.Key.Value,p.Value.Pos,p.Value.Kind,p.Value.Value)}} }
}
