// Checks logs that the ledger wrote by Go's own implementation: golang.org/x/mod/sumdb/tlog and note.
//
// Usage: check DIRECTORY, or check URL. The directory holds vkey, cosigner, signing-key, signed, and a folder for each log:
// checkpoint, tile/…, as served, and proofs.json. Below the URL a log serves vkey, checkpoint and tile/….
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// What the ledger claims of one log; hashes in base64.
type claims struct {
	Inclusion []struct {
		Index int64
		Proof []tlog.Hash
	}
	Consistency []struct {
		Earlier int64
		Root    tlog.Hash
		Proof   []tlog.Hash
	}
}

// Gives a served file by its path below the log's prefix.
type fetch func(path string) ([]byte, error)

func fromDirectory(directory string) fetch {
	return func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(directory, path)) }
}

func fromURL(url string) fetch {
	return func(path string) ([]byte, error) {
		response, err := http.Get(url + "/" + path)
		if err != nil {
			return nil, err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("%s: %s", path, response.Status)
		}
		return io.ReadAll(response.Body)
	}
}

// Tiles as tlog-tiles serves them: Go's own layout has the height in the path.
type served struct{ fetch fetch }

func (s served) Height() int { return height }

func (s served) SaveTiles([]tlog.Tile, [][]byte) {}

func (s served) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		data, err := s.fetch(path)
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func main() {
	directory := os.Args[1]
	if strings.HasPrefix(directory, "http://") || strings.HasPrefix(directory, "https://") {
		size, count, err := checkServed(fromURL(directory))
		must(err)
		fmt.Printf("log of %d entries over HTTP: root, checkpoint, %d proofs\n", size, count)
		return
	}
	must(checkSigning(directory))
	logs, err := os.ReadDir(filepath.Join(directory, "logs"))
	must(err)
	for _, log := range logs {
		count, err := checkLog(directory, filepath.Join(directory, "logs", log.Name()))
		if err != nil {
			must(fmt.Errorf("log of %s: %w", log.Name(), err))
		}
		fmt.Printf("log of %s entries: root, checkpoint, cosignature, %d proofs\n", log.Name(), count)
	}
}

// Go signs with the ledger's key what the ledger signed: Ed25519 gives the same note.
func checkSigning(directory string) error {
	signer, err := note.NewSigner(strings.TrimSpace(read(directory, "signing-key")))
	if err != nil {
		return err
	}
	signed := read(directory, "signed")
	text := signed[:strings.LastIndex(signed, "\n\n")+1]
	again, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return err
	}
	if string(again) != signed {
		return errors.New("Go signs another note with the same key")
	}
	return nil
}

func checkLog(directory, log string) (int, error) {
	tree, err := openCheckpoint(read(directory, "vkey"), read(directory, "cosigner"), read(log, "checkpoint"))
	if err != nil {
		return 0, err
	}
	if tree.N == 0 {
		// Versions of x/mod differ about the empty tree; RFC 6962 does not.
		if tree.Hash != sha256.Sum256(nil) {
			return 0, errors.New("the root of the empty tree is not the hash of nothing")
		}
		return 0, nil
	}
	hashes := tlog.TileHashReader(tree, served{fromDirectory(log)})
	if root, err := tlog.TreeHash(tree.N, hashes); err != nil || root != tree.Hash {
		return 0, fmt.Errorf("the tiles give the root %v, the checkpoint %v (%v)", root, tree.Hash, err)
	}
	entries, err := readEntries(fromDirectory(log), tree.N)
	if err != nil {
		return 0, err
	}
	var claimed claims
	if err := json.Unmarshal([]byte(read(log, "proofs.json")), &claimed); err != nil {
		return 0, err
	}
	for _, c := range claimed.Inclusion {
		leaf := tlog.RecordHash(entries[c.Index])
		if err := tlog.CheckRecord(c.Proof, tree.N, tree.Hash, c.Index, leaf); err != nil {
			return 0, fmt.Errorf("inclusion of %d: %w", c.Index, err)
		}
		own, err := tlog.ProveRecord(tree.N, c.Index, hashes)
		if err != nil || !equal(own, c.Proof) {
			return 0, fmt.Errorf("Go proves the inclusion of %d otherwise (%v)", c.Index, err)
		}
	}
	for _, c := range claimed.Consistency {
		if err := tlog.CheckTree(c.Proof, tree.N, tree.Hash, c.Earlier, c.Root); err != nil {
			return 0, fmt.Errorf("consistency with %d: %w", c.Earlier, err)
		}
		own, err := tlog.ProveTree(tree.N, c.Earlier, hashes)
		if err != nil || !equal(own, c.Proof) {
			return 0, fmt.Errorf("Go proves the consistency with %d otherwise (%v)", c.Earlier, err)
		}
	}
	return len(claimed.Inclusion) + len(claimed.Consistency), nil
}

// Checks all that a log serves: Go's reader of tiles compares each with the root, and proves every entry by them.
func checkServed(fetch fetch) (int64, int, error) {
	vkey, err := fetch("vkey")
	if err != nil {
		return 0, 0, err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return 0, 0, err
	}
	checkpoint, err := fetch("checkpoint")
	if err != nil {
		return 0, 0, err
	}
	opened, err := note.Open(checkpoint, note.VerifierList(verifier))
	if err != nil {
		return 0, 0, err
	}
	tree, err := parseCheckpoint(opened.Text, verifier.Name())
	if err != nil || tree.N == 0 {
		return 0, 0, err
	}
	hashes := tlog.TileHashReader(tree, served{fetch})
	if root, err := tlog.TreeHash(tree.N, hashes); err != nil || root != tree.Hash {
		return 0, 0, fmt.Errorf("the tiles give the root %v, the checkpoint %v (%v)", root, tree.Hash, err)
	}
	entries, err := readEntries(fetch, tree.N)
	if err != nil {
		return 0, 0, err
	}
	for at, entry := range entries {
		proof, err := tlog.ProveRecord(tree.N, int64(at), hashes)
		if err != nil {
			return 0, 0, fmt.Errorf("inclusion of %d: %w", at, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(at), tlog.RecordHash(entry)); err != nil {
			return 0, 0, fmt.Errorf("inclusion of %d: %w", at, err)
		}
	}
	return tree.N, len(entries), nil
}

func openCheckpoint(vkey, cosigner, checkpoint string) (tlog.Tree, error) {
	log, err := note.NewVerifier(strings.TrimSpace(vkey))
	if err != nil {
		return tlog.Tree{}, err
	}
	witness, err := newCosigner(strings.TrimSpace(cosigner))
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open([]byte(checkpoint), note.VerifierList(log, witness))
	if err != nil {
		return tlog.Tree{}, err
	}
	if len(opened.Sigs) != 2 || len(opened.UnverifiedSigs) != 0 {
		return tlog.Tree{}, fmt.Errorf("%d signatures hold, not those of log and witness", len(opened.Sigs))
	}
	return parseCheckpoint(opened.Text, log.Name())
}

func parseCheckpoint(text, origin string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != origin {
		return tlog.Tree{}, errors.New("the checkpoint is not three lines, or of another origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// A cosignature/v1 verifier, https://c2sp.org/tlog-cosignature.
type cosignatureVerifier struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newCosigner(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, errors.New("no key of type 0x04")
	}
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	return cosignatureVerifier{parts[0], binary.BigEndian.Uint32(id[:4]), key[1:]}, nil
}

func (v cosignatureVerifier) Name() string    { return v.name }
func (v cosignatureVerifier) KeyHash() uint32 { return v.hash }
func (v cosignatureVerifier) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	header := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(v.key, append([]byte(header), msg...), sig[8:])
}

func readEntries(fetch fetch, size int64) ([][]byte, error) {
	var entries [][]byte
	for n := int64(0); n*256 < size; n++ {
		tile := tlog.Tile{H: height, L: 0, N: n, W: 256}
		if rest := size - n*256; rest < 256 {
			tile.W = int(rest)
		}
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/0/", height), "tile/entries/", 1)
		data, err := fetch(path)
		if err != nil {
			return nil, err
		}
		for len(data) >= 2 {
			length := int(binary.BigEndian.Uint16(data))
			entries = append(entries, data[2:2+length])
			data = data[2+length:]
		}
	}
	if int64(len(entries)) != size {
		return nil, fmt.Errorf("%d entries are served, not %d", len(entries), size)
	}
	return entries, nil
}

func equal(one, other []tlog.Hash) bool {
	if len(one) != len(other) {
		return false
	}
	for i := range one {
		if !bytes.Equal(one[i][:], other[i][:]) {
			return false
		}
	}
	return true
}

func read(elements ...string) string {
	data, err := os.ReadFile(filepath.Join(elements...))
	must(err)
	return string(data)
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
