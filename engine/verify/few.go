package verify

import (
	"context"
	"fmt"
)

// few chooses, among the fixtures suggested for each survivor, few that notice
// all of them, and names for each survivor the one that does: again and again
// the fixture that notices most of the rest. Goldens come last, since every
// change of a text breaks them.
func (j *judge) few(ctx context.Context, survivors []MutantResult) ([]*Suggestion, error) {
	var open []*MutantResult
	for i := range survivors {
		if survivors[i].Suggestion != nil {
			open = append(open, &survivors[i])
		}
	}
	all := make([]*Suggestion, len(open))
	for i, r := range open {
		all[i] = r.Suggestion
	}
	offered := merged(all)
	notices := make([][]bool, len(open)) // by survivor, by suggestion
	err := parallel(ctx, len(open), func(i int) (err error) {
		notices[i], err = j.noticed(&open[i].Mutant, offered)
		return err
	})
	if err != nil {
		return nil, err
	}
	chosen := []*Suggestion{}
	done := make([]bool, len(open))
	for _, golden := range []bool{false, true} {
		for {
			best := -1
			for k, s := range offered {
				if s.Golden != golden {
					continue
				}
				s.Kills = 0
				for i := range open {
					if !done[i] && notices[i][k] {
						s.Kills++
					}
				}
				if s.Kills > 0 && (best < 0 || s.Kills > offered[best].Kills) {
					best = k
				}
			}
			if best < 0 {
				break
			}
			s := *offered[best] // its count is final, the next round counts anew
			chosen = append(chosen, &s)
			for i := range open {
				if !done[i] && notices[i][best] {
					done[i], open[i].Suggestion = true, &s
				}
			}
		}
	}
	j.name(chosen)
	return chosen, nil
}

// merged makes one fixture of all that are suggested for the same case, but for
// goldens, which stand alone.
func merged(list []*Suggestion) (offered []*Suggestion) {
	at := map[string]*Suggestion{}
	for _, s := range list {
		k := key(s.fixture.Case.Words())
		first := at[k]
		switch {
		case s.Golden || first == nil:
			offered = append(offered, s)
			if !s.Golden {
				at[k] = s
			}
		default:
			first.fixture.Expect = first.fixture.Expect.merge(s.fixture.Expect).compact()
		}
	}
	return offered
}

// noticed says which of the fixtures notice a mutant.
func (j *judge) noticed(m *Mutant, offered []*Suggestion) ([]bool, error) {
	v, err := j.variant(m)()
	if err != nil {
		return nil, err
	}
	out := make([]bool, len(offered))
	for k, s := range offered {
		out[k] = len(s.fixture.Check(v.Decide(s.fixture.Case))) > 0
	}
	return out, nil
}

// name gives the chosen fixtures names that no other has.
func (j *judge) name(chosen []*Suggestion) {
	taken := map[string]bool{}
	for _, f := range j.exact {
		taken[f.Name] = true
	}
	for _, s := range chosen {
		plain := s.Name
		for n := 2; taken[s.Name]; n++ {
			s.Name = fmt.Sprintf("%s, again %d", plain, n)
		}
		taken[s.Name] = true
		s.fixture.Name = s.Name
		if s.Golden {
			s.fixture.Golden.File = kebab(s.Name) + ".json"
		}
		s.YAML = j.search.yaml(&s.fixture)
	}
}
