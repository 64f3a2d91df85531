package batch_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/batch"
)

// TestForms decides the exports of three form tools by their maps.
func TestForms(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		out     string
		rejects []batch.Count
	}{
		"google-forms": {`{"line":2,"case":"B-101","outcome":"plan","at_least":null}
{"line":3,"case":"B-102","outcome":"referral","at_least":"emergency"}
{"line":4,"case":"B-103","outcome":"referral","at_least":"urgent"}
{"line":5,"case":"B-104","outcome":"incomplete","at_least":"routine"}
`, []batch.Count{}},
		// Three lines end within cells, and the last person ticked fainting and
		// none of the above.
		"microsoft-forms": {`{"line":2,"case":"S-17","outcome":"incomplete","at_least":null}
{"line":3,"case":"S-23","outcome":"referral","at_least":"emergency"}
{"line":4,"case":"S-31","outcome":"referral","at_least":"emergency"}
`, []batch.Count{{Name: "none-with-others", Cases: 1}}},
		// The last one ticked a swollen calf and none of all these.
		"typeform": {`{"line":2,"case":"k3v9m0","outcome":"incomplete","at_least":null}
{"line":3,"case":"k3v9m1","outcome":"referral","at_least":"emergency"}
{"line":4,"case":"k3v9m2","outcome":"incomplete","at_least":null}
`, []batch.Count{{Name: "none-with-others", Cases: 1}}},
	} {
		read := func(end string) string {
			b, err := os.ReadFile("../../testdata/forms/" + name + end)
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		}
		m, err := shipped(t).Vocabulary().ReadMap(name+".map.yaml", []byte(read(".map.yaml")))
		if err != nil {
			t.Fatal(err)
		}
		disk := newMemory(map[string]string{name + ".csv": read(".csv")})
		got, s, err := run(t, batch.Options{Inputs: []string{name + ".csv"}, Disk: disk, Map: m, Fields: []string{"line", "case", "outcome", "at_least"}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.out, got) + cmp.Diff(want.rejects, s.Rejects); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
