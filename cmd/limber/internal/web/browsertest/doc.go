// Package browsertest walks the form in a real browser. It runs only where
// LIMBER_BROWSER is set, with Node and chromium installed, after npm ci in
// this folder; LIMBER_SHOTS names a folder for screenshots to look at.
package browsertest
