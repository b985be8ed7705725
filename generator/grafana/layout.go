package grafana

// GridPos is the place of a panel on a grid of 24 columns.
type GridPos struct {
	H int `json:"h"`
	W int `json:"w"`
	X int `json:"x"`
	Y int `json:"y"`
}

const columns = 24

// heading is the type of a panel that only has a title.
const heading = "row"

// Section is panels under a heading.
type Section struct {
	Title  string
	Panels []Panel
}

// lay puts panels side by side, as wide as their type is, and begins a new line where one is full.
func lay(sections []Section) []Panel {
	var all []Panel
	y := 0
	place := func(p Panel, at GridPos) {
		p.ID, p.GridPos = len(all)+1, at
		all = append(all, p)
	}
	for _, s := range sections {
		place(Panel{Type: heading, Title: s.Title}, GridPos{W: columns, H: 1, Y: y})
		y++
		x, tallest := 0, 0
		for _, p := range s.Panels {
			w, h := size(p.Type)
			if x+w > columns {
				x, y, tallest = 0, y+tallest, 0
			}
			place(p, GridPos{W: w, H: h, X: x, Y: y})
			x, tallest = x+w, max(tallest, h)
		}
		y += tallest
	}
	return all
}

func size(form string) (width, height int) {
	if form == "stat" {
		return 6, 4
	}
	return 12, 8
}

func (g GridPos) overlaps(o GridPos) bool {
	return g.X < o.X+o.W && o.X < g.X+g.W && g.Y < o.Y+o.H && o.Y < g.Y+g.H
}
