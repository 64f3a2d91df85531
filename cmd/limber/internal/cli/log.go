package cli

import (
	"io"
	"time"

	"github.com/rs/zerolog"
)

// newLogger makes the log of one run. Whoever writes to it leaves out every
// answer, and with it what was decided: only names of rules and files, counts
// and times are fit for a log.
func newLogger(w io.Writer, c config, colour bool, now func() time.Time) zerolog.Logger {
	level, err := zerolog.ParseLevel(c.LogLevel)
	if err != nil {
		level = zerolog.WarnLevel // config.go lets no other word through
	}
	if c.LogFormat == "console" {
		w = zerolog.ConsoleWriter{Out: w, NoColor: !colour, TimeFormat: time.TimeOnly}
	}
	return zerolog.New(w).Level(level).Hook(zerolog.HookFunc(func(e *zerolog.Event, _ zerolog.Level, _ string) {
		e.Time(zerolog.TimestampFieldName, now())
	}))
}
