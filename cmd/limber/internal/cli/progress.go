package cli

import (
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/limber-triage/limber/engine/batch"
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

// batchProgress is the bar of a run over files, by bytes where their sizes are
// known, with rate and time left.
func (a *app) batchProgress() (update func(batch.Progress), end func()) {
	if !a.env.StderrTTY {
		return nil, func() {}
	}
	const often = 100 * time.Millisecond
	var bar *progressbar.ProgressBar
	update = func(p batch.Progress) {
		if bar == nil {
			size := p.Size
			if size == 0 {
				size = -1
			}
			bar = progressbar.NewOptions64(size, progressbar.OptionSetWriter(a.env.Stderr), progressbar.OptionSetWidth(20), progressbar.OptionShowBytes(true),
				progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(often), progressbar.OptionUseANSICodes(false))
		}
		text := thousands(p.Cases) + " cases"
		if p.Rejected > 0 {
			text += ", " + thousands(p.Rejected) + " rejected"
		}
		bar.Describe(text)
		_ = bar.Set64(p.Read)
	}
	return update, func() {
		if bar != nil {
			_ = bar.Finish()
		}
	}
}
