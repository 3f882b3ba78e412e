/* Several lanes, the end of grace and the life of a session (protocol text, "Sessions, links, resumption") between I, who dials, and R.
   Two lanes with one open stream each; what the streams carry is the business of stream.pml, here they only stay open or are reset.
   L losses, each seen by one side first and by the other at any later time; A attempts to join or to begin afresh, whose messages may be lost, or
   arrive after I has given the attempt up; RESTART 1: the process of R may die once.
   Time is left open: grace of a lane may end on a side at any moment while the side sees no link there. That is more than any clock can do.
   EARLY 1: a fresh handshake ends the older session when M3 is read (the text can be read so); 0: when the new session has opened its first record.
   MISTAKE 0 none
           1 the end of a lane's grace forgets the ids as well  2 it forgets the tombstone
           3 the session ends when the first lane's grace ends  4 a stale attempt is accepted
           5 at M3 R does not look again whether the session lives
           6 status 11 resets streams that the end of grace has reset
           7 an attempt that failed before M4 ends the session  8 I takes the M4 of an attempt it gave up */
#ifndef L
#define L 2
#endif
#ifndef A
#define A 2
#endif
#ifndef RESTART
#define RESTART 0
#endif
#ifndef EARLY
#define EARLY 0
#endif
#ifndef MISTAKE
#define MISTAKE 0
#endif
byte mistake = MISTAKE;
#define I 0
#define R 1
#define AT(p,lane) ((p)*2+(lane))
/* a stream at one side */
#define OPEN 1
#define RESET 2        /* tombstone: reset, not answered yet */
#define GONE 0
/* frames */
#define fRESUME 1      /* state of the stream, highest id seen */
#define fANSWER 2      /* RESET with answer */
/* an attempt: nothing yet, M3 on its way, M4 on its way, … */
#define M3 1
#define M4 2
#define RECORD 3       /* the first record of a fresh session on its way */
#define OVER 4
#define FRESH 2        /* lane of an attempt that joins nothing: the first link of a new session, on lane 0 */
#define OK 0
#define STALE 9
#define SESSION_GONE 11

byte session[2];                       /* 0: none; I begins with session 1, a fresh handshake makes 2, 3, … */
byte sessions = 1;
byte stream[4], resets[4], highest[2], dials[2];
byte link[4];                          /* the attempt whose link a side has on a lane; 0 none, 9 the first links */
bool awaitsResume[4], owesAnswer[4], graceOver[4];
chan wire0[2] = [2] of { byte, byte, byte };       /* of lane 0, from I and from R */
chan wire1[2] = [2] of { byte, byte, byte };
byte phase[A+1], lane[A+1], target[A+1], status[A+1];
byte attempts, current[2], newest[2];  /* attempts made; I: the running attempt of a lane; R: the newest proven one of a lane */
byte losses; bool mayRestart, dying;

/* the streams here are those of session 1; a later session is only looked at for what it ends */
#define LIVE(p)       (session[p] == 1)
#define LANE(a)       (lane[a] == FRESH -> 0 : lane[a])
#define GRACE_OVER(p) (link[AT(p,0)] == 0 && link[AT(p,1)] == 0 && graceOver[AT(p,0)] && graceOver[AT(p,1)])
inline resetEdge(p,l) { resets[AT(p,l)]++; assert(resets[AT(p,l)] <= 1) }  /* a local socket is reset once and never again */
inline endStream(p,l) {
  if :: stream[AT(p,l)] == OPEN || (mistake == 6 && stream[AT(p,l)] == RESET) -> resetEdge(p,l) :: else fi;
  stream[AT(p,l)] = GONE; owesAnswer[AT(p,l)] = false; awaitsResume[AT(p,l)] = false; graceOver[AT(p,l)] = false; link[AT(p,l)] = 0 }
/* a session ends at the end of grace of all its lanes, or because the other side has it no more: never else */
inline endSession(p) {
  assert(GRACE_OVER(p) || session[1-p] != 1 || dying);
  endStream(p,0); endStream(p,1); session[p] = 0 }

/* "A side makes its RESUME after it has stopped reading the older link for good" */
inline resume(p,l,a) {
  link[AT(p,l)] = a; awaitsResume[AT(p,l)] = true; owesAnswer[AT(p,l)] = false; graceOver[AT(p,l)] = false;
  if :: l == 0 -> wire0[p]!fRESUME,stream[AT(p,0)],(p == R -> highest[0] : 0) :: l == 1 -> wire1[p]!fRESUME,stream[AT(p,1)],(p == R -> highest[1] : 0) fi }
inline empty2(l) { if :: l == 0 -> do :: len(wire0[I]) > 0 -> wire0[I]?_,_,_ :: len(wire0[R]) > 0 -> wire0[R]?_,_,_ :: else -> break od
                      :: l == 1 -> do :: len(wire1[I]) > 0 -> wire1[I]?_,_,_ :: len(wire1[R]) > 0 -> wire1[R]?_,_,_ :: else -> break od fi }

inline take(p,l,frame,told,high) {
  if
  :: frame == fRESUME -> awaitsResume[AT(p,l)] = false;
     if
     :: told == RESET ->                                                   /* "Every refused or reset entry is answered" */
        if :: stream[AT(p,l)] == OPEN -> resetEdge(p,l); stream[AT(p,l)] = GONE :: else fi; owesAnswer[AT(p,l)] = true
     :: told == OPEN -> assert(stream[AT(p,l)] != GONE)
     :: told == GONE ->
        if :: stream[AT(p,l)] == OPEN && p == I && high == 0 ->            /* "above the peer's highest, its OPEN was lost, send it again" */
                dials[l]++; assert(dials[l] <= 1)                          /* "no connection is made twice" */
           :: stream[AT(p,l)] == OPEN && !(p == I && high == 0) ->         /* "the peer finished it": nobody ever did here */
                assert(false)
           :: stream[AT(p,l)] == RESET -> stream[AT(p,l)] = GONE           /* "until its answer comes or a RESUME does not list it" */
           :: else fi
     fi
  :: frame == fANSWER -> if :: stream[AT(p,l)] == RESET -> stream[AT(p,l)] = GONE :: else fi
  fi }

#define LANES(p,l,w) \
  :: atomic { LIVE(p) && link[AT(p,l)] != 0 && nempty(w[1-p]) && (link[AT(p,l)] == link[AT(1-p,l)] || link[AT(1-p,l)] == 0) -> \
       w[1-p]?frame,told,high; take(p,l,frame,told,high); frame = 0; told = 0; high = 0 } \
  :: atomic { LIVE(p) && link[AT(p,l)] != 0 && !awaitsResume[AT(p,l)] && owesAnswer[AT(p,l)] && nfull(w[p]) -> w[p]!fANSWER,0,0; owesAnswer[AT(p,l)] = false } \
  /* the loss of a link: one side sees it, the other some time later */ \
  :: atomic { losses < L && LIVE(p) && link[AT(p,l)] != 0 && link[AT(p,l)] == link[AT(1-p,l)] -> losses++; link[AT(p,l)] = 0; owesAnswer[AT(p,l)] = false } \
  :: atomic { LIVE(p) && link[AT(p,l)] != 0 && link[AT(p,l)] != link[AT(1-p,l)] -> link[AT(p,l)] = 0; owesAnswer[AT(p,l)] = false } \
  /* "At the end of a lane's grace its streams are reset (11), but ids and tombstones stay while the session lives" */ \
  :: atomic { LIVE(p) && link[AT(p,l)] == 0 && !graceOver[AT(p,l)] -> graceOver[AT(p,l)] = true; \
       if :: stream[AT(p,l)] == OPEN -> resetEdge(p,l); stream[AT(p,l)] = (mistake == 1 || mistake == 2 -> GONE : RESET) :: else fi; \
       if :: mistake == 1 && p == R -> highest[l] = 0 :: else fi; \
       if :: mistake == 3 -> endSession(p) :: else fi }

proctype Side(bool p) {
  byte frame, told, high;
  end: do
  LANES(p,0,wire0)
  LANES(p,1,wire1)
  /* "The session ends when no lane has had a link for the grace time" */
  :: atomic { LIVE(p) && GRACE_OVER(p) -> endSession(p) }
  od }

/* I: "runs one [attempt] per lane at a time and closes it before the next"; what it gave up may still arrive */
inline begin(l,n) { attempts++; lane[attempts] = l; target[attempts] = n; phase[attempts] = M3; current[(l == FRESH -> 0 : l)] = attempts }
inline readM3(a) {
  if
  :: lane[a] == FRESH ->
     sessions++; target[a] = sessions; status[a] = OK;                     /* "R registers a session before sending M4" */
     if :: EARLY -> endOlder() :: else fi
  :: lane[a] != FRESH && !LIVE(R) && mistake != 5 -> status[a] = SESSION_GONE          /* "joins get status 11" */
  :: lane[a] != FRESH && (LIVE(R) || mistake == 5) && a <= newest[lane[a]] && mistake != 4 ->
     status[a] = STALE                                                     /* "Stale attempt: status 9, the session stays" */
  :: lane[a] != FRESH && (LIVE(R) || mistake == 5) && (a > newest[lane[a]] || mistake == 4) ->
     assert(link[AT(I,lane[a])] == 0);                                     /* "the older link killed": one that I has closed */
     newest[lane[a]] = a; session[R] = 1; status[a] = OK; empty2(lane[a]); resume(R, lane[a], a)
  fi; phase[a] = M4 }
/* "A fresh handshake ends every older session of that identity and tunnel": but never the one that I still uses */
inline endOlder() {
  assert(session[R] == 0 || session[R] != session[I]);
  if :: LIVE(R) -> endSession(R) :: else -> session[R] = 0 fi }
inline readM4(a) {
  if
  :: lane[a] == FRESH && session[I] == 0 -> session[I] = target[a]; phase[a] = RECORD
  :: lane[a] == FRESH && session[I] != 0 -> phase[a] = OVER
  :: lane[a] != FRESH && !LIVE(I) -> phase[a] = OVER                       /* the session ended here while the attempt was running */
  :: lane[a] != FRESH && LIVE(I) && status[a] == OK ->
     assert(link[AT(I,lane[a])] == 0);                                     /* "a lane has at most one live link" */
     phase[a] = OVER; resume(I, lane[a], a)
  :: lane[a] != FRESH && LIVE(I) && status[a] == STALE -> phase[a] = OVER
  :: lane[a] != FRESH && LIVE(I) && status[a] == SESSION_GONE ->           /* "only that makes I reset its streams and dial one fresh session" */
     assert(session[R] != 1); phase[a] = OVER; endSession(I)
  fi }
inline fail(a) { phase[a] = OVER; if :: mistake == 7 && LIVE(I) -> endSession(I) :: else fi }

#define ATTEMPT(a) \
  :: atomic { a <= A && phase[a] == M3 -> readM3(a) } \
  :: atomic { a <= A && phase[a] == M4 && (current[LANE(a)] == a || mistake == 8) -> readM4(a) } \
  :: atomic { a <= A && phase[a] == RECORD -> phase[a] = OVER; if :: !EARLY -> endOlder() :: else fi; session[R] = target[a] } \
  :: atomic { a <= A && (phase[a] == M3 || phase[a] == M4) -> fail(a) }    /* "a failed attempt: it never ends a session" */

proctype Attempts() {
  end: do
  :: atomic { attempts < A && LIVE(I) && link[AT(I,0)] == 0 -> begin(0,1) }
  :: atomic { attempts < A && LIVE(I) && link[AT(I,1)] == 0 -> begin(1,1) }
  :: atomic { attempts < A && session[I] == 0 -> begin(FRESH,0) }
  ATTEMPT(1)
#if A > 1
  ATTEMPT(2)
#endif
#if A > 2
  ATTEMPT(3)
#endif
#if A > 3
  ATTEMPT(4)
#endif
  /* the process of R dies: its sockets with it, and whatever was on its way */
  :: atomic { mayRestart && session[I] <= 1 && session[R] == 1 -> mayRestart = false; dying = true; endSession(R); dying = false; newest[0] = 0; newest[1] = 0;
       if :: phase[1] != 0 -> phase[1] = OVER :: else fi;
#if A > 1
       if :: phase[2] != 0 -> phase[2] = OVER :: else fi;
#endif
#if A > 2
       if :: phase[3] != 0 -> phase[3] = OVER :: else fi;
#endif
       skip }
  od }

/* where all has come to rest a stream is open at both sides or was reset at both, once; no tombstone stays on a live link */
inline settled(l) {
  assert(dials[l] == 1);
  assert(stream[AT(I,l)] != RESET || link[AT(I,l)] == 0); assert(stream[AT(R,l)] != RESET || link[AT(R,l)] == 0);
  assert((stream[AT(I,l)] == OPEN && stream[AT(R,l)] == OPEN && link[AT(I,l)] != 0 && link[AT(I,l)] == link[AT(R,l)])
    || (stream[AT(I,l)] != OPEN && stream[AT(R,l)] != OPEN && resets[AT(I,l)] == 1 && resets[AT(R,l)] == 1)) }

init {
  atomic { byte n;
    session[I] = 1; session[R] = 1; highest[0] = 1; highest[1] = 1; dials[0] = 1; dials[1] = 1;
    n = 0; do :: n < 4 -> stream[n] = OPEN; link[n] = 9; n++ :: else -> break od;
    if :: mayRestart = false :: RESTART -> mayRestart = true fi;
    run Side(I); run Side(R); run Attempts() }
  atomic { timeout -> settled(0); settled(1) }
}
