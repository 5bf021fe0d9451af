package main

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const origin = "go.example/log"

var sizes = []int64{1, 2, 3, 7, 8, 255, 256, 257, 600}

// Stored is the log in memory: all its hashes, as sumdb numbers them.
type Stored []tlog.Hash

func (s Stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, index := range indexes {
		hashes = append(hashes, s[index])
	}
	return hashes, nil
}

func entry(index int64) []byte { return fmt.Appendf(nil, "entry of Go %d", index) }

// write makes a log of 600 entries, its checkpoints and tiles at some sizes, and proofs.
func write(folder string) error {
	secret, key, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return err
	}
	if err := save(folder, "key", []byte(key)); err != nil {
		return err
	}
	var stored Stored
	for index := int64(0); index < sizes[len(sizes)-1]; index++ {
		hashes, err := tlog.StoredHashes(index, entry(index), stored)
		if err != nil {
			return err
		}
		stored = append(stored, hashes...)
	}
	was := int64(0)
	for _, size := range sizes {
		if err := writeTree(folder, signer, stored, was, size); err != nil {
			return err
		}
		was = size
	}
	return writeProofs(folder, stored)
}

// writeTree writes the checkpoint of a tree, and the tiles that it has and the last one had not.
func writeTree(folder string, signer note.Signer, stored Stored, was, size int64) error {
	root, err := tlog.TreeHash(size, stored)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return err
	}
	if err := save(folder, "checkpoint/"+strconv.FormatInt(size, 10), signed); err != nil {
		return err
	}
	for _, tile := range tlog.NewTiles(height, was, size) {
		content, err := tlog.ReadTileData(tile, stored)
		if err != nil {
			return err
		}
		if err := save(folder, path(tile), content); err != nil {
			return err
		}
		if tile.L == 0 {
			tile.L = -1
			if err := save(folder, path(tile), bundleOf(tile)); err != nil {
				return err
			}
		}
	}
	return nil
}

func bundleOf(tile tlog.Tile) []byte {
	var content []byte
	for i := range int64(tile.W) {
		one := entry(tile.N*width + i)
		content = binary.BigEndian.AppendUint16(content, uint16(len(one)))
		content = append(content, one...)
	}
	return content
}

// writeProofs writes proofs of some entries in every tree, and of every tree in every later one.
func writeProofs(folder string, stored Stored) error {
	type inclusion struct {
		Index int64       `json:"index"`
		Size  int64       `json:"size"`
		Entry []byte      `json:"entry"`
		Path  []tlog.Hash `json:"path"`
	}
	type consistency struct {
		Old  int64       `json:"old"`
		New  int64       `json:"new"`
		Path []tlog.Hash `json:"path"`
	}
	var proofs struct {
		Inclusion   []inclusion   `json:"inclusion"`
		Consistency []consistency `json:"consistency"`
	}
	for _, size := range sizes {
		for index := int64(0); index < size; index += 1 + size/8 {
			found, err := tlog.ProveRecord(size, index, stored)
			if err != nil {
				return err
			}
			proofs.Inclusion = append(proofs.Inclusion, inclusion{index, size, entry(index), found})
		}
		for _, old := range sizes {
			if old > size {
				continue
			}
			found, err := tlog.ProveTree(size, old, stored)
			if err != nil {
				return err
			}
			proofs.Consistency = append(proofs.Consistency, consistency{old, size, found})
		}
	}
	content, err := json.Marshal(proofs)
	if err != nil {
		return err
	}
	return save(folder, "proofs.json", content)
}

func save(folder, name string, content []byte) error {
	file := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o644)
}
