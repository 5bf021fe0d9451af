// Interop reads logs of ours with golang.org/x/mod/sumdb, and writes logs for us to read.
//
//	interop verify FOLDER    exit status 0: everything in it holds; 1: the first thing that does not
//	interop make FOLDER      write a log with its own key, tiles and proofs
//
// A folder holds `key` and `witness` (verification keys), `checkpoint/<size>`, `tile/…` and
// `proofs.json`. See ../driver.py, which makes and changes them.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

// Proofs is the content of proofs.json. Hashes are in Base64.
type Proofs struct {
	Inclusion []struct {
		Index int64       `json:"index"`
		Size  int64       `json:"size"`
		Entry []byte      `json:"entry"`
		Path  []tlog.Hash `json:"path"`
	} `json:"inclusion"`
	Consistency []struct {
		Old  int64       `json:"old"`
		New  int64       `json:"new"`
		Path []tlog.Hash `json:"path"`
	} `json:"consistency"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) == 2 && arguments[0] == "verify" {
		return verify(arguments[1])
	}
	if len(arguments) == 2 && arguments[0] == "make" {
		return write(arguments[1])
	}
	return errors.New("interop verify|make FOLDER")
}

// ---------------------------------------------------------------- verify

func verify(folder string) error {
	trees, err := checkpoints(folder)
	if err != nil {
		return err
	}
	var proofs Proofs
	content, err := os.ReadFile(filepath.Join(folder, "proofs.json"))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, &proofs); err != nil {
		return err
	}
	for _, p := range proofs.Inclusion {
		tree, leaf := trees[p.Size], tlog.RecordHash(p.Entry)
		if err := tlog.CheckRecord(p.Path, tree.N, tree.Hash, p.Index, leaf); err != nil {
			return fmt.Errorf("entry %d of %d: %w", p.Index, p.Size, err)
		}
	}
	for _, p := range proofs.Consistency {
		was, is := trees[p.Old], trees[p.New]
		if err := tlog.CheckTree(p.Path, is.N, is.Hash, was.N, was.Hash); err != nil {
			return fmt.Errorf("from %d to %d: %w", p.Old, p.New, err)
		}
	}
	read, err := tiles(folder, trees)
	if err != nil {
		return err
	}
	fmt.Printf("%d checkpoints, %d inclusion proofs, %d consistency proofs, %d entries from tiles\n",
		len(trees), len(proofs.Inclusion), len(proofs.Consistency), read)
	return nil
}

// checkpoints opens every note with the key of the log, and of the witness where it signed.
func checkpoints(folder string) (map[int64]tlog.Tree, error) {
	key, err := os.ReadFile(filepath.Join(folder, "key"))
	if err != nil {
		return nil, err
	}
	log, err := note.NewVerifier(string(key))
	if err != nil {
		return nil, err
	}
	witness, err := newWitness(filepath.Join(folder, "witness"))
	if err != nil {
		return nil, err
	}
	files, err := os.ReadDir(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return nil, err
	}
	trees := map[int64]tlog.Tree{}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(folder, "checkpoint", file.Name()))
		if err != nil {
			return nil, err
		}
		opened, err := note.Open(content, note.VerifierList(log, witness))
		if err != nil {
			return nil, fmt.Errorf("checkpoint %s: %w", file.Name(), err)
		}
		if len(opened.Sigs) != 2 {
			return nil, fmt.Errorf("checkpoint %s: %d known signatures", file.Name(), len(opened.Sigs))
		}
		tree, err := parse(opened.Text, log.Name())
		if err != nil {
			return nil, fmt.Errorf("checkpoint %s: %w", file.Name(), err)
		}
		trees[tree.N] = tree
	}
	return trees, nil
}

// parse reads the three lines of a checkpoint (C2SP tlog-checkpoint).
func parse(text, origin string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != origin || lines[3] != "" {
		return tlog.Tree{}, errors.New("lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// Witness verifies cosignatures (C2SP tlog-cosignature, Ed25519), which sumdb does not know.
type Witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newWitness(file string) (*Witness, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	parts := strings.SplitN(string(content), "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("witness key")
	}
	id, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(raw) != 33 || raw[0] != 4 {
		return nil, errors.New("witness key")
	}
	return &Witness{parts[0], uint32(id), raw[1:]}, nil
}

func (w *Witness) Name() string    { return w.name }
func (w *Witness) KeyHash() uint32 { return w.hash }
func (w *Witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

// Files reads tiles from a folder, as they would be served (C2SP tlog-tiles).
type Files string

func (f Files) Height() int                     { return height }
func (f Files) SaveTiles([]tlog.Tile, [][]byte) {}
func (f Files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var contents [][]byte
	for _, tile := range tiles {
		content, err := os.ReadFile(filepath.Join(string(f), path(tile)))
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}

// path returns where C2SP puts a tile: as sumdb, without the height, and `entries` for `data`.
func path(tile tlog.Tile) string {
	name := strings.TrimPrefix(tile.Path(), "tile/8/")
	return "tile/" + strings.Replace(name, "data/", "entries/", 1)
}

// tiles reads the largest tree again from its tiles: every hash of them, every proof, every entry.
func tiles(folder string, trees map[int64]tlog.Tree) (int64, error) {
	var last tlog.Tree
	for _, tree := range trees {
		if tree.N > last.N {
			last = tree
		}
	}
	reader := tlog.TileHashReader(last, Files(folder))
	for _, tree := range trees {
		if tree.N == 0 {
			continue
		}
		root, err := tlog.TreeHash(tree.N, reader)
		if err != nil {
			return 0, err
		}
		if root != tree.Hash {
			return 0, fmt.Errorf("tiles give another root at %d", tree.N)
		}
	}
	for first := int64(0); first < last.N; first += width {
		entries, err := bundle(folder, first/width, min(width, int(last.N-first)))
		if err != nil {
			return 0, err
		}
		for i, entry := range entries {
			index := tlog.StoredHashIndex(0, first+int64(i))
			hashes, err := reader.ReadHashes([]int64{index})
			if err != nil {
				return 0, err
			}
			if hashes[0] != tlog.RecordHash(entry) {
				return 0, fmt.Errorf("entry %d is not what was logged", first+int64(i))
			}
		}
	}
	return last.N, nil
}

// bundle reads a bundle of entries, which sumdb does not know in this form.
func bundle(folder string, index int64, count int) ([][]byte, error) {
	tile := tlog.Tile{H: height, L: -1, N: index, W: count}
	content, err := os.ReadFile(filepath.Join(folder, path(tile)))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(content) >= 2 {
		end := 2 + int(binary.BigEndian.Uint16(content))
		if end > len(content) {
			break
		}
		entries = append(entries, content[2:end])
		content = content[end:]
	}
	if len(content) != 0 || len(entries) != count {
		return nil, fmt.Errorf("bundle %d", index)
	}
	return entries, nil
}
