package main

import "github.com/limber-triage/limber/engine/program"

// programmed is limber's own program.
type programmed struct{ *program.State }

func newProgram(p named) (evaluator, error) {
	made, err := program.Compile(p.pack)
	if err != nil {
		return nil, err
	}
	return programmed{made.NewState()}, nil
}

func (x programmed) prepare(words []uint64) any { return words }

func (x programmed) run(given any) error {
	x.Run(given.([]uint64))
	return nil
}

func (x programmed) fired(rule int) bool    { return x.Fired(rule) }
func (x programmed) found(finding int) bool { return x.Found(finding) }
