package batch_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/batch"
)

// TestRejectsAreExact compares the whole file of rejects: places, reasons and
// the very bytes.
func TestRejectsAreExact(t *testing.T) {
	t.Parallel()
	const head = "{\"age\":41}\r\n\r\n"
	for _, tt := range []struct{ name, in, want string }{
		{"in.ndjson", "\ufeff" + head + "{\"age\":500,\"agee\":1}\r\n {\"age\":\xff}\n{\"case_id\":\"x\"", `
{"input":"in.ndjson","line":3,"offset":17,"mistakes":[{"line":3,"column":8,"fact":"age","code":"out-of-range","message":"age must be 0 to 120 years, not 500","hint":""},{"line":3,"column":12,"fact":"","code":"unknown-fact","message":"unknown fact \"agee\"","hint":"did you mean age?"}],"raw":"{\"age\":500,\"agee\":1}"}
{"input":"in.ndjson","line":4,"offset":39,"mistakes":[{"line":4,"column":9,"fact":"","code":"not-text","message":"this is not valid UTF-8","hint":"save it as plain text in UTF-8"}],"raw_base64":"IHsiYWdlIjr/fQ=="}
{"input":"in.ndjson","line":5,"offset":50,"mistakes":[{"line":5,"column":15,"fact":"","code":"json-syntax","message":"the text ends within the case","hint":"a closing quote or bracket is missing"}],"raw":"{\"case_id\":\"x\""}
`},
		{"binary.ndjson", "a\x00b\x01\x02\n{\"\":\"\x1b[0m\"}\n", `
{"input":"binary.ndjson","line":1,"offset":0,"mistakes":[{"line":1,"column":2,"fact":"","code":"not-text","message":"a NUL byte: this is not text","hint":"save it as plain text in UTF-8"}],"raw_base64":"YQBiAQI="}
{"input":"binary.ndjson","line":2,"offset":6,"mistakes":[{"line":2,"column":2,"fact":"","code":"unknown-fact","message":"unknown fact \"\"","hint":"limber facts lists them"},{"line":2,"column":6,"fact":"","code":"json-syntax","message":"this is not JSON: unexpected \"\\x1b\"","hint":"is a closing quote missing on this line?"}],"raw":"{\"\":\"\u001b[0m\"}"}
`},
		{"in.csv", "case_id,age\na,41\n\"b\nb\",500\nc\n", `
{"input":"in.csv","line":3,"offset":17,"mistakes":[{"line":3,"column":1,"fact":"","code":"bad-case-id","message":"case_id holds a character that cannot be printed","hint":"use letters, digits and punctuation"},{"line":4,"column":4,"fact":"age","code":"out-of-range","message":"age must be 0 to 120 years, not 500","hint":""}],"raw":"\"b\nb\",500"}
{"input":"in.csv","line":5,"offset":27,"mistakes":[{"line":5,"column":1,"fact":"","code":"wrong-columns","message":"this row has 1 columns, the header 2","hint":"put quotes around a cell that holds a comma"}],"raw":"c"}
`},
		{"in.json", "[{\"age\":41}, {\"age\":\n\"x\"},\n 5]", `
{"input":"in.json","line":1,"offset":13,"mistakes":[{"line":2,"column":1,"fact":"age","code":"not-a-number","message":"age must be a number, not \"x\"","hint":"write a plain decimal number, such as 0"}],"raw":"{\"age\":\n\"x\"}"}
{"input":"in.json","line":3,"offset":28,"mistakes":[{"line":3,"column":2,"fact":"","code":"case-not-object","message":"a case must be an object, not a number","hint":"write {\"fact\": answer, ...}"}],"raw":"5"}
`},
		{"in.yaml", "age: 41\npain_level: [1\n", ``},
	} {
		disk := newMemory(map[string]string{tt.name: tt.in})
		_, s, err := run(t, batch.Options{Inputs: []string{tt.name}, Disk: disk, Rejects: "bad"})
		if err != nil || s.Cases+s.Rejected == 0 {
			t.Errorf("%s: %v", tt.name, err)
		}
		if tt.want == "" {
			continue
		}
		if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), disk.text("bad")); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}
