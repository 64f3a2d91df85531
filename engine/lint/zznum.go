package lint
import "strings"
func wordNums(text string) (out []string) {
 for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r<'a'||r>'z'}) {
  for i, n := range []string{"two","three","four","five","six","seven","eight","nine","ten","eleven","twelve"} { if w==n { out=append(out, []string{"2","3","4","5","6","7","8","9","10","11","12"}[i]) } }
 }
 return
}
