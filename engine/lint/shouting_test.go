package lint_test

import "testing"

func TestShouting(t *testing.T) {
	testCheck(t, "shouting", map[string]lintCase{
		"a word that is small elsewhere": {
			add: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Get up §NOW and not only now and then.", sources: [health-service]}`,
			says: []string{`shouts NOW`},
		},
		"an abbreviation": {
			add: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Get up now and then, says the NHS.", sources: [health-service]}`,
		},
		"an exclamation mark": {
			add: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Get up now and then§!", sources: [health-service]}`,
			says: []string{`exclamation mark`},
		},
		"a reference in a description": {
			add: `
-- rules.grl --
rule A "A fever (P-FEVER)" {
  when Case.Signs.Fever && Case.PainLevel >= 9
  then
    Refer.Emergency();
}`,
		},
		"in a description itself": {
			add: `
-- rules.grl --
rule A "A §FEVER with very strong pain, fever or not" {
  when Case.Signs.Fever && Case.PainLevel >= 9
  then
    Refer.Emergency();
}`,
			says: []string{`shouts FEVER`},
		},
	})
}
