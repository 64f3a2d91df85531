package lint
var checks = []Check{}
func (g *ground) waive(all []Finding) []Finding { return all }
func (g *ground) judgeWaivers(all []Finding) []Finding { return nil }
