// Command limber decides what a person with upper-back pain should do next.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/limber-triage/limber/cmd/limber/internal/cli"
	"github.com/limber-triage/limber/rules"
)

func main() {
	signal.Ignore(syscall.SIGPIPE) // a closed pipe is exit code 3, not a death
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	os.Exit(cli.Main(ctx, cli.Process(rules.UpperBack())))
}
