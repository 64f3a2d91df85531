package cli

import (
	"sync"

	"github.com/schollz/progressbar/v3"
)

// progress returns a callback that shows how far some work has come: a bar on
// standard error, only where that is a terminal. It may be called from several
// goroutines. The second function ends the bar's line.
func (a *app) progress(what string) (update func(done, total int), end func()) {
	if !a.env.StderrTTY {
		return nil, func() {}
	}
	var mu sync.Mutex
	var bar *progressbar.ProgressBar
	update = func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(a.env.Stderr), progressbar.OptionSetDescription(what),
				progressbar.OptionSetWidth(30), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set(done) // nowhere to report that the bar could not be drawn
	}
	return update, func() {
		if bar != nil {
			_ = bar.Finish()
		}
	}
}
