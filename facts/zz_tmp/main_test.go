package yx
import ("testing";"fmt";"strings";"time"
"github.com/goccy/go-yaml/lexer"
"github.com/goccy/go-yaml/parser"
"github.com/goccy/go-yaml/ast"
)
func TestPos(t *testing.T){
 for _,s:=range []string{
 "a: yes\nb: [x, y]\nc:\n  - p\n  - q\nd: 1e3\ne: -0\nf: .inf\ng: 0x10\nh: 0o7\ni: 1_000\nj: 010\nk: ~\nl:\nm: null\nn: 1.50\no: +3\np: 'q'\nq: \"z\\n\"\nr: true\ns: 12:30:00\nt: 2020-01-01\n",
 "äöü: [ä, ö]\nx: 日本 # c\ny: >-\n  folded text\n  here\nz: 3\n",
 "a: 1\r\nb: 2\r\nc: [x,\r\n  y]\r\n",
 "# comment\n\na:   'quoted'   \n\"b\": 5\n? c\n: d\n",
 "\xef\xbb\xbfa: 1\nb: 2\n",
 "{a: 1, b: [2,3], }\n",
 "a: [\n", "a: b: c\n", "a:\n\tb: 1\n", "- a\n b\n", "a: 'x\n", "a: 1\na: 2\n", "<<: {a: 1}\n", "a: &x 1\nb: *x\n", "a: !!str 1\n","--- \na: 1\n---\nb: 2\n...\n","%YAML 1.2\n---\na: 1\n", "a: 1\nb\n", "", "# only\n", "a: @x\n","a: `x\n", "a: \"\\x\"\n", "a: 1 2 3\nb: 4",
 "a:\n  multi line\n  plain\nb: 1\n",
 "a: [1, [2, {c: 3}]]\nb: {}\n",
 }{
  toks:=lexer.Tokenize(s)
  fmt.Printf("=== %q\n",s)
  for _,k:=range toks { fmt.Printf("   %-14s %q orig=%q %d:%d off=%d err=%q\n",k.Type,k.Value,k.Origin,k.Position.Line,k.Position.Column,k.Position.Offset,k.Error)}
  f,err:=parser.Parse(toks,0,parser.AllowDuplicateMapKey())
  if err!=nil{fmt.Printf("   ERR %T %q\n",err,err.Error());continue}
  for _,d:=range f.Docs{ dump(d.Body,1)}
 }
}
func dump(n ast.Node,d int){
 if n==nil{fmt.Println(strings.Repeat(" ",d*3),"nil");return}
 tk:=n.GetToken()
 fmt.Printf("%s%T %d:%d %q\n",strings.Repeat(" ",d*3),n,tk.Position.Line,tk.Position.Column,tk.Value)
 switch n:=n.(type){
 case *ast.MappingNode: for _,v:=range n.Values{dump(v,d+1)}
 case *ast.MappingValueNode: dump(n.Key,d+1);dump(n.Value,d+1)
 case *ast.SequenceNode: for _,v:=range n.Values{dump(v,d+1)}
 case *ast.MappingKeyNode: dump(n.Value,d+1)
 }
}
func TestTime(t *testing.T){
 mk:=func(name,s string){
  st:=time.Now(); toks:=lexer.Tokenize(s); a:=time.Since(st); st=time.Now()
  var err error
  if len(name)>0 && name[0]!='!' { _,err=parser.Parse(toks,0,parser.AllowDuplicateMapKey()) }
  es:=""
  if err!=nil{es=fmt.Sprintf("%.60q",err.Error())}
  fmt.Printf("%-20s %d bytes lex %v (%d toks) parse %v %s\n",name,len(s),a,len(toks),time.Since(st),es)
 }
 for _,n:=range []int{16<<10,64<<10}{
  r:=strings.Repeat
  mk("![",r("[",n)); mk("!- ",r("- ",n/2)); mk("!? ",r("? ",n/2)); mk("![]",r("[]",n/2))
  mk("flowlist","a: ["+r("x,",n/2)+"x]")
  mk("map",func()string{var b strings.Builder;for i:=0;b.Len()<n;i++{fmt.Fprintf(&b,"k%d: v\n",i)};return b.String()}())
  mk("flowmap",func()string{var b strings.Builder;b.WriteString("{");for i:=0;b.Len()<n;i++{fmt.Fprintf(&b,"k%d: v,\n",i)};b.WriteString("}");return b.String()}())
  mk("seq","a:\n"+r("  - x\n",n/6))
  mk("plain",r("a",n)); mk("plainlines",r("a\n",n/2)); mk("quoted","\""+r("a",n)+"\""); mk("quotedlines","\""+r("a\n",n/2)+"\"");mk("squotedlines","'"+r("a\n",n/2)+"'")
  mk("unclosedq","\""+r("a",n)); mk("folded","a: >\n"+r("  b\n",n/4)); mk("lit","a: |\n"+r("  b\n",n/4)); mk("comment",r("# c\n",n/4)); mk("spaces",r(" ",n)); mk("nl",r("\n",n)); mk("tabs",r("\t",n));mk("colon",r(":",n));mk("dash",r("-",n)); mk("colonsp",r(": ",n/2)); mk("amp",r("&a ",n/3)); mk("bang",r("! ",n/2)); mk("esc","\""+r("\\n",n/2)+"\"");mk("crlf",r("a: b\r\n",n/6));mk("docs",r("---\n",n/4)); mk("comma",r(",",n)); mk("]",r("]",n)); mk("indent",func()string{var b strings.Builder;for i:=0;b.Len()<n;i++{b.WriteString(r(" ",i)+"a:\n")};return b.String()}())
 }
}
