package config

import (
	"fmt"
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

// Form is five fields.
func (CronSchedule) Form() Form { return textForm(`^\S+( +\S+){4}$`, "0 22 * * 5") }

// cronFields are those that Argo CD reads: no seconds, and no @daily or the like.
const cronFields = cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow

// UnmarshalText parses it with the library that Argo CD uses.
func (c *CronSchedule) UnmarshalText(text []byte) error {
	if _, err := cron.NewParser(cronFields).Parse(string(text)); err != nil {
		return fmt.Errorf("%q is not a cron schedule: expected five fields, such as \"0 22 * * 5\"", text)
	}
	*c = CronSchedule(text)
	return nil
}

// TimeZone is an IANA time zone.
type TimeZone string

// Form is that of the names in the time zone database.
func (TimeZone) Form() Form {
	return textForm(`^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$`, "UTC", "Asia/Kolkata")
}

// UnmarshalText refuses zones that the time zone database does not know.
func (t *TimeZone) UnmarshalText(text []byte) error {
	if _, err := time.LoadLocation(string(text)); err != nil || len(text) == 0 || string(text) == "Local" {
		return fmt.Errorf("%q is not a time zone: expected an IANA name, such as Asia/Kolkata", text)
	}
	*t = TimeZone(text)
	return nil
}
