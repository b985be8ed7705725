package config

import (
	"fmt"
	"regexp"
	"time"
	_ "time/tzdata" // sync windows mean the same on every machine

	"github.com/robfig/cron/v3"
)

// Date is a calendar day in UTC.
type Date struct{ time.Time }

// Form is that of RFC 3339, full-date.
func (Date) Form() Form { return textForm(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, "2027-01-31") }

// UnmarshalText reads 2006-01-02.
func (d *Date) UnmarshalText(text []byte) error {
	day, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return fmt.Errorf("%q is not a date: expected a form such as 2027-01-31", text)
	}
	d.Time = day
	return nil
}

// CronSchedule is a cron expression of five fields, as Argo CD's sync windows take it.
type CronSchedule string

// cronField leaves out the = of a zone before the fields (TZ=), which has a field of its own.
const cronField = `[0-9A-Za-z*/,?-]+`

var cronPattern = regexp.MustCompile(`^` + cronField + `( +` + cronField + `){4}$`)

// Form is five fields.
func (CronSchedule) Form() Form { return textForm(cronPattern.String(), "0 22 * * 5") }

// cronFields are those that Argo CD reads: no seconds, and no @daily or the like.
const cronFields = cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow

// UnmarshalText parses it with the library that Argo CD uses, which panics on a zone without fields, and refuses a day
// that never comes.
func (c *CronSchedule) UnmarshalText(text []byte) error {
	notCron := fmt.Errorf("%q is not a cron schedule: expected five fields, such as \"0 22 * * 5\"", text)
	if !cronPattern.Match(text) {
		return notCron
	}
	schedule, err := cron.NewParser(cronFields).Parse(string(text))
	if err != nil {
		return notCron
	}
	if schedule.Next(time.Unix(0, 0).UTC()).IsZero() {
		return fmt.Errorf("%q never comes: expected a day that its month has", text)
	}
	*c = CronSchedule(text)
	return nil
}

// TimeZone is an IANA time zone.
type TimeZone string

// zonePattern has the areas of the time zone database. Other files beside it, such as posixrules, are on some machines only.
var zonePattern = regexp.MustCompile(`^(UTC|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific)(/[A-Za-z0-9_+-]+)+)$`)

// Form is that of the names in the time zone database.
func (TimeZone) Form() Form { return textForm(zonePattern.String(), "UTC", "Asia/Kolkata") }

// UnmarshalText refuses zones that the time zone database does not know.
func (t *TimeZone) UnmarshalText(text []byte) error {
	if _, err := time.LoadLocation(string(text)); err != nil || !zonePattern.Match(text) {
		return fmt.Errorf("%q is not a time zone: expected an IANA name, such as Asia/Kolkata", text)
	}
	*t = TimeZone(text)
	return nil
}
