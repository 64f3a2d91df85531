package report

import (
	"fmt"

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
	switch {
	case s.Year > 0 && !s.Verified:
		line += fmt.Sprintf(" (%d, not yet verified)", s.Year)
	case s.Year > 0:
		line += fmt.Sprintf(" (%d)", s.Year)
	case !s.Verified:
		line += " (not yet verified)"
	}
	return line
}
