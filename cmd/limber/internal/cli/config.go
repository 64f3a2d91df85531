package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// config is what a user may choose. Nothing in it changes how urgent a case is.
type config struct {
	Rules        string `mapstructure:"rules"`
	Format       string `mapstructure:"format"`
	Locale       string `mapstructure:"locale"`
	Region       string `mapstructure:"region"`
	MaxExercises int    `mapstructure:"max_exercises"`
	LogLevel     string `mapstructure:"log_level"`
	LogFormat    string `mapstructure:"log_format"`
	NoInput      bool   `mapstructure:"no_input"`
	Color        string `mapstructure:"color"`
}

// configKey is one key of config: limber.yaml calls it name, the environment
// LIMBER_NAME, the command line --name with dashes.
type configKey struct {
	name    string
	initial any      // the value without any configuration; its type is the key's
	words   []string // the only values allowed; nil: any
	meaning string
}

var configKeys = []configKey{
	{"rules", "", nil, "folder of the rule pack; empty for the built-in one"},
	{"format", "text", decisionFormats, "how screen writes a decision"},
	{"locale", "", nil, "language of the pack's messages; empty for the pack's own"},
	{"region", "", nil, "country whose numbers to call are shown, such as IE; empty for 112"},
	{"max_exercises", 0, nil, "fewer exercises in a plan than the pack's own bound; 0 for that bound"},
	{"log_level", "warn", []string{"debug", "info", "warn", "error"}, "least that the log on standard error holds"},
	{"log_format", "console", []string{"console", "json"}, "form of the log"},
	{"no_input", false, nil, "never ask anything"},
	{"color", "auto", []string{"auto", "always", "never"}, "colours; auto: on a terminal, unless NO_COLOR is set"},
}

// keyOf finds a key by its name in limber.yaml.
func keyOf(name string) (configKey, bool) {
	i := slices.IndexFunc(configKeys, func(k configKey) bool { return k.name == name })
	if i < 0 {
		return configKey{}, false
	}
	return configKeys[i], true
}

func keyNames() []string {
	names := make([]string, len(configKeys))
	for i, k := range configKeys {
		names[i] = k.name
	}
	return names
}

func (k configKey) flag() string     { return strings.ReplaceAll(k.name, "_", "-") }
func (k configKey) variable() string { return envPrefix + strings.ToUpper(k.name) }

// check says what is wrong with a value as written, and the way out.
func (k configKey) check(text string) (problem, hint string) {
	switch k.initial.(type) {
	case int:
		if n, err := strconv.Atoi(text); err != nil || n < 0 {
			return k.name + " must be a whole number from 0, not " + yamltree.Quote(text), ""
		}
	case bool:
		if text != "true" && text != "false" {
			return k.name + " must be true or false, not " + yamltree.Quote(text), ""
		}
	}
	if k.words != nil && !slices.Contains(k.words, text) {
		return k.name + " cannot be " + yamltree.Quote(text), diag.DidYouMean(text, k.words, "it is one of: "+strings.Join(k.words, ", "))
	}
	return "", ""
}

const (
	configFile    = "limber.yaml" // in the working directory
	maxConfigFile = 1 << 20       // bytes; an honest one has a few lines
	envPrefix     = "LIMBER_"
	envConfig     = "LIMBER_CONFIG" // names the file, as --config does
)

// configFlag marks a flag that sets a key of config.
const configFlag = "limber_config_key"

// addKey gives a command the flag of a key.
func addKey(flags *pflag.FlagSet, name string) {
	k, _ := keyOf(name)
	usage := k.meaning
	if k.words != nil {
		usage += ": " + strings.Join(k.words, ", ")
	}
	if initial, ok := k.initial.(bool); ok {
		flags.Bool(k.flag(), initial, usage)
	} else {
		flags.Var(&keyValue{fmt.Sprint(k.initial), fmt.Sprintf("%T", k.initial)}, k.flag(), usage)
	}
	_ = flags.SetAnnotation(k.flag(), configFlag, []string{k.name}) // fails only for a flag that is not there
}

// keyValue is a flag's value as written: check judges it, with better words
// than the flag parser has.
type keyValue struct{ text, kind string }

func (v *keyValue) String() string        { return v.text }
func (v *keyValue) Set(text string) error { v.text = text; return nil }
func (v *keyValue) Type() string          { return v.kind }

// configure reads the configuration of a command: its flags over LIMBER_*
// variables over the file.
func (a *app) configure(cmd *cobra.Command) error {
	v := viper.New()
	for _, k := range configKeys {
		v.SetDefault(k.name, k.initial)
	}
	a.origin = map[string]string{}
	for _, read := range []func(*cobra.Command) (map[string]any, error){a.fileConfig, a.envConfig, a.flagConfig} {
		values, err := read(cmd)
		if err != nil {
			return err
		}
		if err := v.MergeConfigMap(values); err != nil {
			return fmt.Errorf("read configuration: %w", err)
		}
	}
	if err := v.UnmarshalExact(&a.config); err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	a.log = newLogger(a.env.Stderr, a.config, a.colour(a.env.StderrTTY), a.env.Now)
	return nil
}

// fileConfig reads the file that --config or LIMBER_CONFIG names, or limber.yaml
// where there is one.
func (a *app) fileConfig(cmd *cobra.Command) (map[string]any, error) {
	name, err := cmd.Flags().GetString("config")
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = a.env.lookup(envConfig)
	}
	chosen := name != ""
	if !chosen {
		name = configFile
	}
	src, err := readConfig(name)
	if errors.Is(err, fs.ErrNotExist) && !chosen {
		return nil, nil
	}
	if err != nil {
		return nil, notOpened(name, err)
	}
	values, err := parseConfig(name, src)
	if err != nil {
		return nil, &exitError{code: exitBad, err: err, sources: map[string][]byte{name: src}}
	}
	for key, value := range values {
		a.origin[key] = fmt.Sprintf("%s: %s: %v", name, key, value)
	}
	return values, nil
}

func readConfig(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxConfigFile))
}

// parseConfig reads keys and values, and reports every one that does not fit
// in a diag.List.
func parseConfig(name string, src []byte) (map[string]any, error) {
	if onlyComments(src) {
		return nil, nil
	}
	root, err := yamltree.Parse(name, src)
	if err != nil {
		return nil, err
	}
	var list diag.List
	values := map[string]any{}
	if root.Kind != yamltree.Map && root.Kind != yamltree.Null {
		list.Errorf("not-a-mapping", root.Pos, "write lines such as: region: IE", "the configuration must be keys and values, not %s", root.Kind)
	}
	for _, pair := range root.Pairs {
		word := pair.Key.Value
		k, ok := keyOf(word)
		report := func(code string, at *yamltree.Node, message, hint string) {
			list = append(list, diag.Diagnostic{Code: code, Pos: at.Pos, Width: at.Width(), Message: message, Hint: hint})
		}
		switch {
		case !ok:
			report("unknown-key", pair.Key, "unknown key "+yamltree.Quote(word), diag.DidYouMean(word, keyNames(), "limber help config lists the keys"))
		case pair.Value.Kind == yamltree.Null:
		case pair.Value.Kind != yamltree.Scalar:
			report("bad-value", pair.Value, word+" must be one value, not "+pair.Value.Kind.String(), "")
		default:
			if problem, hint := k.check(pair.Value.Value); problem != "" {
				report("bad-value", pair.Value, problem, hint)
			}
			values[word] = pair.Value.Value
		}
	}
	return values, list.Err()
}

// onlyComments reports a file in which every key is still commented out.
func onlyComments(src []byte) bool {
	for line := range bytes.Lines(src) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}

// envConfig reads the LIMBER_* variables. A mistyped one is an error: a
// setting that silently does nothing would be worse.
func (a *app) envConfig(*cobra.Command) (map[string]any, error) {
	values := map[string]any{}
	for _, entry := range slices.Sorted(slices.Values(a.env.Environ)) {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, envPrefix) || name == envConfig {
			continue
		}
		k, ok := keyOf(strings.ToLower(strings.TrimPrefix(name, envPrefix)))
		if !ok || name != k.variable() {
			known := []string{envConfig}
			for _, k := range configKeys {
				known = append(known, k.variable())
			}
			return nil, bad(diag.DidYouMean(name, known, "limber help config lists the keys"), "unknown environment variable %s", name)
		}
		if value == "" {
			continue
		}
		if problem, hint := k.check(value); problem != "" {
			return nil, bad(hint, "%s: %s", name, problem)
		}
		values[k.name] = value
		a.origin[k.name] = name + "=" + value
	}
	return values, nil
}

// flagConfig reads the flags that were given.
func (a *app) flagConfig(cmd *cobra.Command) (map[string]any, error) {
	values := map[string]any{}
	var wrong error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		names := f.Annotations[configFlag]
		if len(names) == 0 {
			return
		}
		k, _ := keyOf(names[0])
		if problem, hint := k.check(f.Value.String()); problem != "" && wrong == nil {
			wrong = bad(hint, "--%s: %s", f.Name, problem)
		}
		values[k.name] = f.Value.String()
		a.origin[k.name] = "--" + f.Name + " " + f.Value.String()
	})
	return values, wrong
}
