package figure_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
)

func load(src string, ids ...string) (*figure.Set, error) {
	var exercises []*pack.Exercise
	for _, id := range ids {
		exercises = append(exercises, &pack.Exercise{ID: id, Name: id})
	}
	return figure.Load(map[string][]byte{figure.File: []byte(src)}, exercises)
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	// In a figure, the first key is on line 3 and begins in column 5.
	within := func(lines string) string {
		return "figures:\n  a:\n    view: side\n    desc: d\n    " + strings.ReplaceAll(lines, "\n", "\n    ") + "\n"
	}
	for name, c := range map[string]struct{ src, want string }{
		"empty":              {"", "figures.yaml:1:1: the file is empty"},
		"no figures":         {"poses: {}", "figures.yaml:1:1: the file lacks figures"},
		"unknown key":        {"figure: {}\nfigures: {a: {view: side, desc: d}}", `1:1: unknown key "figure" (hint: did you mean figures?)`},
		"list":               {"figures: []", "1:10: figures must be a mapping, not a list"},
		"missing exercise":   {"figures: {}", "1:10: exercise a has no figure (hint: add a: under figures)"},
		"unknown exercise":   {"figures:\n  a: {view: side, desc: d}\n  b: {view: side, desc: d}", `3:3: this is the figure of an unknown exercise "b" (hint: did you mean a?)`},
		"duplicate exercise": {"figures:\n  a: {view: side, desc: d}\n  a: {view: side, desc: d}", `3:3: "a" is given twice`},
		"no view":            {"figures:\n  a: {desc: d}", "2:6: the file lacks view"},
		"no words":           {"figures:\n  a: {view: side, desc: ''}", "2:25: desc is empty"},
		"unknown view":       {"figures:\n  a: {view: sied, desc: d}", `2:13: unknown view "sied" (hint: did you mean side?)`},
		"turn":               {within("turn: 400"), "5:11: turn must be within -360 and 360"},
		"tilt":               {within("tilt: -1"), "5:11: tilt must be within 0 and 60"},
		"unknown joint":      {within("start: {left_knees: 5}"), `5:13: unknown joint "left_knees" (hint: did you mean left_knee?)`},
		"unknown shared":     {"poses: {s: {elbws: 5}}\n" + within(""), `1:13: unknown joint "elbws" (hint: did you mean elbows?)`},
		"joint twice":        {within("start: {knees: 5, left_knee: 6}"), "5:23: left_knee is given already by knees"},
		"joint repeated":     {within("start: {neck: 5, neck: 6}"), `"neck" is given twice`},
		"too far":            {within("start: {elbows: 160}"), "5:21: elbow bend must be within 0 and 155 degrees (hint: look at the sign, and at the order [bend])"},
		"wrong way":          {within("end: {right_knee: -20}"), "5:23: knee bend must be within 0 and 165 degrees"},
		"second angle":       {within("end: {hips: [90, 90]}"), "5:22: hip out must be within -35 and 85 degrees (hint: look at the sign, and at the order [bend, out, twist])"},
		"too many angles":    {within("end: {knees: [1, 2]}"), "5:18: knee takes 1 to 1 angles (hint: write [bend] in degrees)"},
		"no angle":           {within("end: {knees: []}"), "5:18: knee takes 1 to 1 angles"},
		"angle of words":     {within("end: {knees: far}"), "5:18: knee bend must be a number"},
		"quoted angle":       {within("end: {knees: '5'}"), "5:18: knee bend must be a number"},
		"infinite angle":     {within("end: {knees: .inf}"), "5:18: knee bend must be a number"},
		"hexadecimal angle":  {within("end: {knees: 0x10}"), "5:18: knee bend must be a number"},
		"nested angle":       {within("end: {knees: [[5]]}"), "5:19: knee bend must be a number"},
		"pose of nothing":    {within("end:"), "a pose must be a mapping, not nothing"},
		"unknown pose":       {"poses: {sitting: {}}\n" + within("from: siting"), `6:11: unknown pose "siting" (hint: did you mean sitting?)`},
		"unknown pin":        {within("pin: left_foot"), `5:10: unknown joint "left_foot"`},
		"pin to an anchor":   {within("pin: anchor"), `5:10: unknown joint "anchor"`},
		"unknown part":       {within("before: [left_leg, arm]"), `5:24: unknown part "arm"`},
		"unknown prop":       {within("props: [{prop: bnad}]"), `5:20: unknown prop "bnad" (hint: did you mean band?)`},
		"prop of nothing":    {within("props: [{at: neck}]"), "5:13: an entry of props lacks prop"},
		"prop nowhere":       {within("props: [{prop: ball, at: nowhere}]"), `5:30: unknown joint "nowhere"`},
		"loose band":         {within("props: [{prop: band, joints: [left_hand]}]"), "5:13: a band joins two places or more"},
		"band without":       {within("props: [{prop: band, at: neck}]"), "5:13: a band joins two places or more"},
		"joined ball":        {within("props: [{prop: ball, joints: [neck, head]}]"), "5:34: ball joins nothing"},
		"band to nowhere":    {within("props: [{prop: band, joints: [left_hand, right_hnd]}]"), `5:46: unknown joint "right_hnd" (hint: did you mean right_hand?)`},
		"band to no anchor":  {within("props: [{prop: band, joints: [left_hand, anchor]}]"), "5:13: the band goes to an anchor, and there is none"},
		"short offset":       {within("props: [{prop: ball, offset: [1, 2]}]"), "5:34: offset takes 3 lengths (hint: write [forward, up, right] in centimetres)"},
		"far offset":         {within("props: [{prop: ball, offset: [1, 2, 400]}]"), "5:41: offset must be within -300 and 300"},
		"negative size":      {within("props: [{prop: ball, size: [1, -2, 4]}]"), "5:36: size must be within 0 and 300"},
		"unknown arrow":      {within("arrows: [{arrow: pth, joint: nose}]"), `5:22: unknown arrow "pth" (hint: did you mean path?)`},
		"arrow from nowhere": {within("end: {}\narrows: [{arrow: path, joint: elbow}]"), `6:35: unknown joint "elbow"`},
		"path to nowhere":    {within("arrows: [{arrow: path, joint: nose}]"), "5:22: there is no path without an end"},
		"push without size":  {within("arrows: [{arrow: push, joint: nose, direction: 5}]"), "5:14: a push arrow lacks size (hint: add size:)"},
		"round without to":   {within("arrows: [{arrow: round, joint: nose, size: 5, from: 5}]"), "5:14: a round arrow lacks to (hint: add to:)"},
		"path with size":     {within("end: {}\narrows: [{arrow: path, joint: nose, size: 5}]"), "6:47: a path arrow takes no size (hint: remove it)"},
		"push with flat":     {within("arrows: [{arrow: push, joint: nose, size: 5, direction: 5, flat: 1}]"), "5:70: a push arrow takes no flat"},
		"three ways":         {within("end: {}\narrows: [{arrow: path, joint: nose, ways: 3}]"), "6:47: ways must be 1 or 2"},
		"too round":          {within("arrows: [{arrow: round, joint: nose, size: 5, from: 5, to: 999}]"), "5:64: to must be within -720 and 720"},
		"too high":           {within("arrows: [{arrow: round, joint: nose, size: 5, from: 5, to: 9, flat: 2}]"), "5:73: flat must be within 0 and 1"},
		"long shift":         {within("arrows: [{arrow: push, joint: nose, size: 5, direction: 5, shift: [1]}]"), "5:71: shift takes 2 lengths (hint: write [right, up] in centimetres)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, err := load(c.src, "a")
			if err == nil || set != nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestLoadReportsEveryMistakeInOrder(t *testing.T) {
	t.Parallel()
	_, err := load("figures:\n  a:\n    view: top\n    desc: d\n    start: {neck: 99, kne: 1}\n  c: {view: side, desc: d}\n", "a", "b")
	var list diag.List
	if !errors.As(err, &list) {
		t.Fatalf("got %v", err)
	}
	var codes []string
	for _, d := range list {
		if d.Hint == "" || d.Width < 1 {
			t.Errorf("%v has hint %q and width %d", d, d.Hint, d.Width)
		}
		codes = append(codes, d.Code)
	}
	want := []string{"missing-figure", "unknown-view", "angle-range", "unknown-joint", "unknown-exercise"}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Error(diff)
	}
}

// FuzzLoad: whatever the file, there are figures or diagnostics with places,
// and figures are well-formed and whole.
func FuzzLoad(f *testing.F) {
	p, _ := upperBack()
	f.Add(p.Files[figure.File][:4000])
	for _, seed := range []string{
		"figures: {a: {view: side, desc: d}}",
		"poses: {s: {knees: 90}}\nfigures:\n  a: {view: front, turn: 5, tilt: 5, desc: d, from: s, start: {hips: [90, 5]}, end: {hips: 5}, pin: left_toe, before: [trunk]}",
		"figures:\n  a:\n    view: back\n    desc: d\n    end: {neck: 5}\n    props: [{prop: chair, at: pelvis, size: [0, 5, 5]}, {prop: anchor, offset: [1, 2, 3]}, {prop: band, joints: [anchor, nose]}]\n    arrows: [{arrow: path, joint: nose, shift: [1, 2], ways: 2}]",
		"figures: {a: {view: side, desc: d, arrows: [{arrow: round, joint: nose, size: 5, from: 0, to: 0, flat: 0}, {arrow: push, joint: head, size: 0, direction: 0}]}}",
		"figures: {a: {view: side, desc: d, start: null, props: [{prop: ball}, 5], before: [[]]}}",
		"figures: {a: []}",
	} {
		f.Add([]byte(seed))
	}
	e := &pack.Exercise{ID: "a", Name: "a"}
	f.Fuzz(func(t *testing.T, src []byte) {
		set, err := figure.Load(map[string][]byte{figure.File: src}, []*pack.Exercise{e})
		if err != nil {
			var list diag.List
			if !errors.As(err, &list) || len(list) == 0 || list[0].Line == 0 {
				t.Fatalf("error without a place: %v", err)
			}
			return
		}
		within(t, set.SVG(e, figure.Options{}))
	})
}
