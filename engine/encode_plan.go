package engine

import (
	"strconv"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

// plan appends a plan, null when there is none.
func (j *encoder) plan(p *planner.Plan) {
	if p == nil {
		j.raw("null")
		return
	}
	j.integer(`{"start":`, p.Start)
	j.text(`,"start_name":`, p.StartName)
	j.texts(`,"start_because":`, p.StartBecause)
	j.float(`,"minutes_per_day":`, p.MinutesPerDay)
	array(j, `,"phases":`, p.Phases, (*encoder).session)
	array(j, `,"desk_set":`, p.DeskSet, (*encoder).item)
	array(j, `,"stages":`, p.Stages, (*encoder).stage)
	array(j, `,"review":`, p.Review, func(j *encoder, day *int) { j.b = strconv.AppendInt(j.b, int64(*day), 10) })
	if p.ReviewHours != 0 {
		j.integer(`,"review_hours":`, p.ReviewHours)
	}
	j.integer(`,"valid_days":`, p.ValidDays)
	array(j, `,"left_out":`, p.LeftOut, (*encoder).leftOut)
	j.raw(`}`)
}

func (j *encoder) session(s *planner.Session) {
	j.text(`{"phase":`, s.Phase.String())
	array(j, `,"exercises":`, s.Exercises, (*encoder).item)
	j.raw(`}`)
}

func (j *encoder) item(x *planner.Item) {
	j.text(`{"id":`, x.ID)
	j.text(`,"name":`, x.Name)
	j.integer(`,"priority":`, x.Priority)
	j.text(`,"slot":`, x.Slot)
	j.dose(`,"dose":`, &x.Dose)
	j.text(`,"dose_from":`, x.DoseFrom)
	j.float(`,"minutes":`, x.Minutes)
	j.texts(`,"because":`, x.Because)
	j.texts(`,"sources":`, x.Sources)
	j.texts(`,"cautions":`, x.Cautions)
	j.text(`,"easier":`, x.Easier)
	j.text(`,"harder":`, x.Harder)
	j.raw(`}`)
}

func (j *encoder) dose(key string, d *pack.Dose) {
	j.raw(key)
	j.integer(`{"sets":`, d.Sets)
	j.integer(`,"reps":`, d.Reps)
	j.integer(`,"hold_s":`, d.HoldS)
	j.integer(`,"tempo_s":`, d.TempoS)
	j.integer(`,"rest_s":`, d.RestS)
	j.integer(`,"sides":`, d.Sides)
	j.integer(`,"per_day":`, d.PerDay)
	j.integer(`,"per_week":`, d.PerWeek)
	j.raw(`}`)
}

func (j *encoder) stage(s *planner.Stage) {
	j.integer(`{"level":`, s.Level)
	j.text(`,"name":`, s.Name)
	j.text(`,"note":`, s.Note)
	j.text(`,"move_on":`, s.MoveOn)
	j.raw(`}`)
}

func (j *encoder) leftOut(l *planner.LeftOut) {
	j.text(`{"id":`, l.ID)
	j.text(`,"reason":`, string(l.Reason))
	j.texts(`,"because":`, l.Because)
	if l.Missing != nil {
		j.texts(`,"missing":`, l.Missing)
	}
	j.raw(`}`)
}
