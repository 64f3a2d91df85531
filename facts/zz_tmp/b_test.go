package yx
import ("testing";"fmt";"strings"
"github.com/goccy/go-yaml/lexer"
"github.com/goccy/go-yaml/parser"
)
func BenchmarkMap(b *testing.B){
 var s strings.Builder;for i:=0;s.Len()<65536;i++{fmt.Fprintf(&s,"k%d: v\n",i)}
 for b.Loop(){ parser.Parse(lexer.Tokenize(s.String()),0,parser.AllowDuplicateMapKey()) }
}
func BenchmarkFacts(b *testing.B){
 var s strings.Builder; s.WriteString("facts:\n")
 for i:=0;s.Len()<100000;i++{fmt.Fprintf(&s,"  - id: fact_%d\n    kind: set\n    question: \"hello there you what\"\n    why: >-\n      foo bar\n      baz\n    options:\n",i); for j:=range 8 {fmt.Fprintf(&s,"      - {id: opt_%d, text: \"Some text, or other\"}\n",j)}}
 for b.Loop(){ parser.Parse(lexer.Tokenize(s.String()),0,parser.AllowDuplicateMapKey()) }
}
