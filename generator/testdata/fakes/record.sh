# What each of these programs does first: it writes down how it is called, what its environment is and, apart from these, what
# it reads. One whose call begins with $FAIL fails, and one whose call begins with $HANG says so through the named pipe $STARTED and
# waits.
call="${0##*/} $*"
echo "$call" >>"$LOG/calls"
env >>"$LOG/environment"
case "$call" in
*=-) cat >>"$LOG/read" && echo >>"$LOG/read" ;;
esac
if [ -n "$FAIL" ]; then
	case "$call" in "$FAIL"*) echo "no ${call%% *} today" >&2 && exit 1 ;; esac
fi
if [ -n "$HANG" ]; then
	case "$call" in "$HANG"*) echo started >"$STARTED" && exec sleep 60 ;; esac
fi
