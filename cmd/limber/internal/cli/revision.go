package cli

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"strings"
)

// Revisions are read by running git: it knows about work trees, partial clones
// and whatever else a repository may be, and the person has it.

// revision splits REV:folder. A single letter before the colon is a drive.
func revision(name string) (rev, folder string, ok bool) {
	rev, folder, ok = strings.Cut(name, ":")
	return rev, folder, ok && len(rev) > 1
}

// committed returns a folder as it is in a revision. Nothing is checked out.
func committed(ctx context.Context, rev, folder string) (fs.FS, error) {
	name := rev + ":" + folder
	if strings.HasPrefix(rev, "-") {
		return nil, bad("write it as REV:folder", "%s: a revision does not begin with a dash", name)
	}
	if _, err := exec.LookPath("git"); err != nil {
		return nil, bad("install git, or name a folder", "%s: reading a revision needs git", name)
	}
	if strings.HasPrefix(folder, "/") || folder == "" {
		return nil, bad("such as main:rules/upperback", "%s: name the folder relative to this one", name)
	}
	// ./ stands for the working directory, as it would for a folder. An archive
	// of a tree leaves out what lies elsewhere than the working directory, so
	// git must not know that there is one.
	found, err := git(ctx, name, rev, "rev-parse", "--absolute-git-dir", rev+":./"+strings.TrimSuffix(folder, "/"))
	if err != nil {
		return nil, err
	}
	dir, tree, ok := strings.Cut(strings.TrimSpace(string(found)), "\n")
	if !ok {
		return nil, notRead(name, errors.New("git did not say where it is"))
	}
	src, err := git(ctx, name, rev, "--git-dir="+dir, "archive", "--format=zip", tree)
	if err != nil {
		return nil, err
	}
	files, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, notRead(name, err)
	}
	return files, nil
}

func git(ctx context.Context, name, rev string, args ...string) ([]byte, error) {
	var out, said bytes.Buffer
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, bad("it is a revision and a folder in it: git log --oneline, git ls-tree "+rev, "%s: git: %s", name, gitSaid(said.String(), err))
	}
	return out.Bytes(), nil
}

// gitSaid is git's own message without what it begins with.
func gitSaid(text string, err error) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if line = strings.TrimPrefix(line, "fatal: "); line != "" {
		return line
	}
	return err.Error()
}
