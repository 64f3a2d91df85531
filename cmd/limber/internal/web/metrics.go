package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
)

// metrics counts. No label ever holds what a person said.
type metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.CounterVec
	seconds    *prometheus.HistogramVec
	decisions  *prometheus.CounterVec
	mismatches prometheus.Counter
	failures   prometheus.Counter
	pack       *prometheus.GaugeVec
}

func newMetrics(sessions func() int, refused func() bool) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "limber_requests_total", Help: "Requests answered."}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "limber_request_seconds", Help: "Time to answer a request.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5}}, []string{"route"}),
		decisions:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "limber_decisions_total", Help: "Decisions made, by urgency."}, []string{"urgency"}),
		mismatches: prometheus.NewCounter(prometheus.CounterOpts{Name: "limber_mismatches_total", Help: "Cases about which the two evaluators disagreed."}),
		failures:   prometheus.NewCounter(prometheus.CounterOpts{Name: "limber_cannot_assess_total", Help: "Cases that could not be assessed safely."}),
		pack:       prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "limber_pack_info", Help: "The rules in use."}, []string{"name", "version", "hash"}),
	}
	open := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "limber_sessions", Help: "People in the form."}, func() float64 { return float64(sessions()) })
	stale := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "limber_rules_refused", Help: "1 while changed rules are not used because they are not fit."}, func() float64 {
		if refused() {
			return 1
		}
		return 0
	})
	m.registry.MustRegister(m.requests, m.seconds, m.decisions, m.mismatches, m.failures, m.pack, open, stale, collectors.NewGoCollector())
	for _, u := range []string{string(engine.Emergency), string(engine.Urgent), string(engine.Soon), string(engine.Routine), string(engine.SelfCare), undecided} {
		m.decisions.WithLabelValues(u)
	}
	return m
}

const undecided = "undecided"

func (m *metrics) request(route string, status int, took time.Duration) {
	if route == "" {
		route = "none" // the path is not ours to repeat
	}
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// decided counts a decision, and what went wrong on the way.
func (m *metrics) decided(d *engine.Decision) {
	urgency := string(d.Urgency)
	if urgency == "" {
		urgency = undecided
	}
	m.decisions.WithLabelValues(urgency).Inc()
	m.fault(d.Fault)
}

// fault counts a disagreement of the evaluators, whatever came of it.
func (m *metrics) fault(err error) {
	if errors.Is(err, engine.ErrDisagree) {
		m.mismatches.Inc()
	}
}

func (m *metrics) use(p *pack.Pack) {
	m.pack.Reset()
	m.pack.WithLabelValues(p.Name, p.Version, p.Hash).Set(1)
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
