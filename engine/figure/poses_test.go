package figure_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
)

// claims are what the steps of an exercise say that its picture must not get
// wrong, in centimetres: "when place axis relation [place] number". The axes
// are forward, up and right; a relation is <, > or = (within a little).
var claims = map[string][]string{
	"ball-pectoral-wall-release":           {"end right_hand up < right_shoulder -40", "end chest forward > pelvis 3"},
	"ball-upper-back-wall-release":         {"end chest forward < right_toe -25", "end right_knee forward > start right_knee 5"},
	"pec-wall-stretch-single-arm":          {"end right_elbow up < right_shoulder -8", "end right_shoulder forward > right_elbow 5", "end right_hand up > right_elbow 20", "end left_toe forward > right_toe 20"},
	"doorway-pec-stretch":                  {"end right_elbow up < right_shoulder 0", "end left_elbow up < left_shoulder 0", "end right_shoulder forward > right_elbow 4", "end left_toe forward > right_toe 20"},
	"upper-trapezius-stretch":              {"end left_hand up < head -30", "end right_hand up < head -30", "end crown right < pelvis -10"},
	"levator-scapulae-stretch":             {"end left_hand up < head -30", "end right_hand up < head -30", "end nose right < head -3", "end nose up < start nose -3"},
	"upper-back-crossed-arm-stretch":       {"end right_elbow up < right_shoulder -15", "end left_elbow up < left_shoulder -15", "end right_hand right < pelvis 0", "end left_hand right > pelvis 0"},
	"overhead-arm-reach":                   {"end right_hand up > head 20", "end left_hand up < pelvis 0", "end head right < start head -5"},
	"childs-pose":                          {"start pelvis up < head 25", "start head up < chest 0", "start right_hand forward > head 15", "start right_hand up = 3"},
	"knee-to-chest-stretch":                {"end right_knee forward < start right_knee -15", "end head up = start head 0", "end left_toe up = 2", "end right_hand up < right_knee 0"},
	"butterfly-stretch":                    {"end right_heel right = left_heel 3", "end right_knee right > right_hip 20", "end right_knee up < right_hip 5"},
	"chair-rotation":                       {"end nose right = start nose -9", "end right_hand right < pelvis 0", "end left_hand right > pelvis 0"},
	"shoulder-roll":                        {"end head forward = start head 0", "end right_shoulder up > start right_shoulder 0"},
	"arm-circles":                          {"start right_hand up < right_shoulder -30", "start right_hand right > right_hip 15"},
	"wall-thoracic-extension":              {"start right_elbow up = right_shoulder 0", "end right_elbow up > start right_elbow 10", "end right_elbow forward = start right_elbow 0"},
	"wall-angel":                           {"start right_elbow up < right_shoulder 0", "start right_hand forward = right_shoulder 0", "end right_hand up > start right_hand 8", "end right_hand forward = right_shoulder 0"},
	"thoracic-extension-over-support":      {"end chest forward < start chest 0", "end head forward < pelvis -8", "start right_elbow forward > right_shoulder 15"},
	"cat-cow":                              {"end chest up > start chest 5", "end right_hand up = start right_hand 0", "end right_hand forward = start right_hand 0", "start right_hand up = 3"},
	"foam-roller-thoracic-mobilization":    {"start chest up = 25", "start pelvis up > 11", "start right_toe up = 2"},
	"band-overhead-mobility":               {"start right_hand up < pelvis 5", "end right_hand up > head 15"},
	"neck-flexion-extension":               {"end nose up < start nose -8"},
	"wall-windmill":                        {"start right_knee up = 6", "start left_toe up = 2", "end left_hand up > left_shoulder 20", "end left_hand forward < left_shoulder -15", "end right_hand forward > right_shoulder 40"},
	"scapular-squeeze":                     {"end right_shoulder forward < start right_shoulder -8", "end right_shoulder up < neck 0"},
	"band-row-low":                         {"end right_elbow forward < right_shoulder -15", "end right_elbow right < right_shoulder 6"},
	"band-pull-apart":                      {"end right_hand right > right_shoulder 40", "end right_hand up < right_shoulder 3", "end right_hand up > waist 0"},
	"standing-straight-arm-band-extension": {"start right_hand forward > pelvis 25", "end right_hand forward < right_hip -8"},
	"lying-band-pull-apart":                {"start right_hand up > chest 40", "start right_hand forward > head 15", "end right_hand right > right_shoulder 40"},
	"prone-scapular-retraction":            {"start right_hand up = 4", "end right_hand up > start right_hand 5", "end right_hand up < start right_hand 20", "end head up = start head 0"},
	"wide-band-row":                        {"end right_elbow up = right_shoulder 0", "end right_elbow right > right_shoulder 15", "end right_elbow forward < right_shoulder 0"},
	"posterior-deltoid-band-pull":          {"end left_hand forward = start left_hand 0", "end right_hand right > right_shoulder 40"},
	"band-external-rotation":               {"end right_elbow up < right_shoulder -20", "end right_elbow right = start right_elbow 0", "end right_hand right > start right_hand 10"},
	"band-lat-pulldown":                    {"start right_hand up > head 10", "end right_elbow up < right_shoulder -20"},
	"band-reverse-fly":                     {"end right_hand right > right_shoulder 40", "end right_hand up < right_shoulder 3"},
	"face-pull":                            {"end right_hand up > right_shoulder 5", "end right_hand right > head 10", "end right_elbow right > right_hand 15"},
	"bent-over-band-row":                   {"start head up > right_hip 5", "end right_elbow up > right_shoulder -8", "start right_hand up < right_shoulder -40"},
	"supine-straight-arm-band-pulldown":    {"start right_hand forward < head -10", "end right_hand forward > start right_hand 60"},
	"reverse-dumbbell-fly":                 {"start head up > right_hip 5", "end right_hand up < right_shoulder 3", "end right_hand right > right_shoulder 35"},
	"ostrich-chin-glide":                   {"end head forward < start head -4", "end nose up = start nose 0"},
	"isometric-neck-side-flexion":          {"start crown right = neck 0", "start right_hand right > head 8", "start right_hand up > head -2"},
	"supine-march":                         {"end right_knee forward = right_hip 0", "end left_toe up = 2", "end right_hand up = 4"},
	"bird-dog":                             {"end left_hand forward > left_shoulder 40", "end right_ankle up < right_hip 8", "end left_hand up < left_shoulder 8", "start right_knee up = 6", "start right_hand up = 3"},
	"plank":                                {"start right_knee up = 6", "start right_hand up = 4", "start right_elbow forward = right_shoulder 0"},
	"side-plank":                           {"end pelvis up > start pelvis 8", "end right_elbow up = 4", "end right_hand up = 4", "end right_ankle up = 4"},
	"opposite-arm-leg-raise-prone":         {"end left_hand up > start left_hand 8", "end right_ankle up > start right_ankle 5", "end right_ankle up < 26", "end right_hand up = 3"},
	"superman":                             {"end left_hand up > start left_hand 8", "end right_ankle up > start right_ankle 5", "end right_ankle up < 26"},
	"push-up":                              {"end right_wrist forward = start right_wrist 0", "end right_wrist up = start right_wrist 0", "start right_wrist up < right_shoulder 0", "end chest forward > start chest 12"},
	"shoulder-shrug":                       {"end right_shoulder up > start right_shoulder 5", "end head up = start head 0"},
}

func TestPosesSayWhatTheStepsSay(t *testing.T) {
	t.Parallel()
	p, set := upperBack()
	byID := map[string]*pack.Exercise{}
	for _, e := range p.Exercises {
		byID[e.ID] = e
		if len(claims[e.ID]) == 0 && e.Unfit == "" {
			t.Errorf("%s: no claim about its figure", e.ID)
		}
	}
	for id, list := range claims {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			if byID[id] == nil {
				t.Fatal("no such exercise")
			}
			bodies := map[string]map[string][3]float64{}
			bodies["start"], bodies["end"] = set.Places(byID[id])
			for _, claim := range list {
				if err := check(claim, bodies); err != nil {
					t.Errorf("%s: %v", claim, err)
				}
			}
		})
	}
}

// check tells whether a claim holds.
func check(claim string, bodies map[string]map[string][3]float64) error {
	const little = 2.5
	words := strings.Fields(claim)
	axis := map[string]int{"forward": 0, "up": 1, "right": 2}[words[2]]
	got, ok := bodies[words[0]][words[1]]
	if !ok {
		return fmt.Errorf("no place %s", words[1])
	}
	other, at := words[4:], words[0]
	if len(other) == 3 {
		at, other = other[0], other[1:]
	}
	var want float64
	if _, err := fmt.Sscan(other[len(other)-1], &want); err != nil {
		return err
	}
	if len(other) == 2 {
		place, ok := bodies[at][other[0]]
		if !ok {
			return fmt.Errorf("no place %s", other[0])
		}
		want += place[axis]
	}
	holds := map[string]bool{"<": got[axis] < want, ">": got[axis] > want, "=": math.Abs(got[axis]-want) <= little}
	if !holds[words[3]] {
		return fmt.Errorf("it is %.1f, to be compared with %.1f", got[axis], want)
	}
	return nil
}

// TestFeetAndHips: whoever stands or sits does so on the floor, and at the
// start nothing is below it.
func TestFeetAndHips(t *testing.T) {
	t.Parallel()
	p, set := upperBack()
	const sole = 2 // height of the toe's middle above the sole
	for _, e := range p.Exercises {
		standing := len(e.Position) > 0 && (e.Position[0] == "standing" || e.Position[0] == "seated" || e.Position[0] == "hip_hinged")
		if !standing {
			continue
		}
		start, end := set.Places(e)
		for when, body := range map[string]map[string][3]float64{"start": start, "end": end} {
			// In a stride the heel behind may lift.
			if toe := min(body["left_toe"][1], body["right_toe"][1]); math.Abs(toe-sole) > 1 {
				t.Errorf("%s: the toes are at %.1f at the %s", e.ID, toe, when)
			}
		}
	}
}

// TestNobodySinksIntoTheFloor: at the end as at the start. Half-way the angles
// are only mixed, so a hand may dip in by a few centimetres, which no one sees.
func TestNobodySinksIntoTheFloor(t *testing.T) {
	t.Parallel()
	p, set := upperBack()
	const deep, hidden = 1.5, 8
	for _, e := range p.Exercises {
		half, end := set.Lowest(e)
		if end < -deep || half < -hidden {
			t.Errorf("%s: %.1f cm below the floor at the end, %.1f half-way", e.ID, -end, -half)
		}
	}
}

// TestBonesKeepTheirLength: whatever the angles, only directions change.
func TestBonesKeepTheirLength(t *testing.T) {
	t.Parallel()
	e := &pack.Exercise{ID: "a", Name: "A"}
	bones := map[[2]string]float64{}
	rapid.Check(t, func(t *rapid.T) {
		set, err := figure.Load(map[string][]byte{figure.File: []byte(anyFigure(t))}, []*pack.Exercise{e})
		if err != nil {
			t.Fatal(err)
		}
		start, end := set.Places(e)
		for _, body := range []map[string][3]float64{start, end} {
			for _, side := range []string{"left_", "right_"} {
				for _, chain := range [][]string{{"shoulder", "elbow", "wrist", "hand", "fingers"}, {"hip", "knee", "ankle", "heel"}, {"ankle", "toe"}} {
					for i := range chain[1:] {
						a, b := body[side+chain[i]], body[side+chain[i+1]]
						got := math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2])
						bone := [2]string{chain[i], chain[i+1]}
						if want, known := bones[bone]; known && math.Abs(got-want) > 1e-9 {
							t.Fatalf("from %s to %s it is %v, and %v elsewhere", side+chain[i], chain[i+1], got, want)
						}
						bones[bone] = got
					}
				}
			}
		}
	})
	for bone, length := range bones {
		if length < 2 || length > 60 {
			t.Errorf("%v is %v long", bone, length)
		}
	}
}
