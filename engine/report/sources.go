package report

import (
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine/pack"
)

// generalKnowledge is the kind of the source that stands for "nobody wrote it
// down for us".
const generalKnowledge = "general-knowledge"

// Sources words each source on one line: publisher, title, year, and whether
// we have yet to read it ourselves. An id that the pack does not have stays
// visible in brackets.
func Sources(p *pack.Pack, ids []string) []string {
	lines := make([]string, len(ids))
	for i, id := range ids {
		lines[i] = sourceWords(p.Sources[id], id)
	}
	return lines
}

func sourceWords(s *pack.Source, id string) string {
	if s == nil {
		return "[unknown source " + id + "]"
	}
	if s.Kind == generalKnowledge {
		return "general knowledge, not yet verified"
	}
	line := s.Title
	if s.Publisher != "" {
		line = s.Publisher + ": " + line
	}
	var notes []string
	if year := strconv.Itoa(s.Year); s.Year > 0 && !strings.Contains(s.Title, year) {
		notes = append(notes, year)
	}
	if !s.Verified {
		notes = append(notes, "not yet verified")
	}
	if len(notes) > 0 {
		line += " (" + strings.Join(notes, ", ") + ")"
	}
	return line
}
