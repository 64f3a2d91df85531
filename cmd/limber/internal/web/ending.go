package web

import (
	_ "embed" // the style sheet
	"fmt"
	"math"
	"time"
)

// A page has no script, so its style sheet tells the time: it shows a warning
// before the session ends, with a way to have more time that loses nothing of
// the page (WCAG 2.2, 2.2.1), and says so when it has ended. Both count from
// the page itself, so whoever goes on in another window is warned too early
// rather than too late.
//
//go:embed ending.css
var endingStyle string

// warnShare is the part of a session, its last, in which the page warns: five
// minutes of thirty. WCAG asks for twenty seconds.
const warnShare = 6

func (s *Server) warning() time.Duration { return s.options.Idle / warnShare }

// style is a style sheet with the clock of the session in it.
func (s *Server) style(css string) string {
	return css + fmt.Sprintf(":root { --session: %dms; --warning: %dms; }\n", s.options.Idle.Milliseconds(), s.warning().Milliseconds()) + endingStyle
}

// minutes rounds up.
func minutes(d time.Duration) int { return int(math.Ceil(d.Minutes())) }

// gone is what whoever comes too late is told.
func (s *Server) gone() notice {
	return notice{"We no longer have your answers", []string{
		fmt.Sprintf("We keep answers for %d minutes after the last page that is opened or sent, and then delete them, so that nobody finds them later. They are also deleted when the program behind this page is restarted, and when you close the browser. We are sorry for the extra work.", minutes(s.options.Idle)),
		"If you have only just begun, your browser may be set to refuse cookies. This page needs one, to tell you from other people; it holds no answers, and goes when you close the browser.",
	}, "Start again"}
}
