package facts

import "strings"

// Lookup returns the fact that a case file calls id, such as "chest_symptoms".
func (v *Vocabulary) Lookup(id string) (*Fact, bool) { return v.at(v.index, id) }

// ByName returns the fact that GRL calls name, such as "ChestSymptoms".
func (v *Vocabulary) ByName(name string) (*Fact, bool) { return v.at(v.names, name) }

func (v *Vocabulary) at(places map[string]int, key string) (*Fact, bool) {
	i, ok := places[key]
	if !ok {
		return nil, false
	}
	return v.Facts[i], true
}

// FactIDs returns the ids of all facts in the order asked.
func (v *Vocabulary) FactIDs() []string {
	ids := make([]string, len(v.Facts))
	for i, f := range v.Facts {
		ids[i] = f.ID
	}
	return ids
}

// Healthy returns the complete case in which every fact has its baseline.
func (v *Vocabulary) Healthy() *Case {
	c := v.New()
	for i, f := range v.Facts {
		c.words[i] = f.Baseline
	}
	return c
}

// Option returns the place in Options of the option that a case file calls id.
func (f *Fact) Option(id string) (int, bool) {
	for i := range f.Options {
		if f.Options[i].ID == id {
			return i, true
		}
	}
	return 0, false
}

// OptionByName returns the place in Options of the option that GRL calls name.
func (f *Fact) OptionByName(name string) (int, bool) {
	for i := range f.Options {
		if f.Options[i].Name == name {
			return i, true
		}
	}
	return 0, false
}

// OffersNone reports whether "none of these" is an answer to this fact.
func (f *Fact) OffersNone() bool { return f.Kind == Set && !f.NoNone }

// OffersNotSure reports whether not_sure is an answer to this fact.
func (f *Fact) OffersNotSure() bool { return f.NotSure != LevelNone }

// CamelCase turns a snake_case id into its GRL name: days_3_to_14 becomes
// Days3To14.
func CamelCase(id string) string {
	var b strings.Builder
	for piece := range strings.SplitSeq(id, "_") {
		if piece != "" {
			b.WriteString(strings.ToUpper(piece[:1]))
			b.WriteString(piece[1:])
		}
	}
	return b.String()
}
