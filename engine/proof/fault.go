package proof

// fault breaks one thing in the encoder, so that tests can see that they would
// notice. It is zero outside of tests.
type fault int

const (
	faultNothing fault = iota
	faultOrder
	faultNone
	faultOneAnswer
	faultCount
	faultAtLeast
	faultUpperBound
	faultGateUnsure
	faultOpenGated
	faultUnsureAnswer
	faultLevel
	faultSecondTarget
	faultAvoid
	faultStart
	faultDefault
	faultEquipment
	faultClearance
	faultClause
	faultBound
	faultTie
	faultRoom
	faults // how many there are
)
