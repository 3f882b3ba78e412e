/* GOAWAY and draining (protocol text, "Sessions, links, resumption", Ends) on one lane: I opens streams and dials the link, R goes away.
   S streams without bytes: OPEN, FIN and CREDIT each way, the rule of forgetting. L losses of the link at any moment, seen by one side first.
   HASTY 0: the drain time is longer than all else; 1: it may end at any moment.
   COUNTED 1: an OPEN that R ignores because it drains counts as "highest id seen" (the text can be read so); 0: it does not.
   STRICT 1: frames for an id above the highest are a protocol error while draining too (the text says so); 0: they are ignored then.
   KEPT 0: R lets go of the session when the link is lost and it has no streams (the text can be read so); 1: it keeps it for the drain time.
   MISTAKE 0 none
           1 GOAWAY is not sent again after RESUME             2 R dials again for whoever asks on the next link
           3 I goes on opening streams after GOAWAY            4 I moves only streams whose OPEN it has not written
           5 I does not rejoin although streams remain         6 the last id is that of the last finished stream
           7 a FIN that was sent on an older link counts        8 a stream not listed counts as lost, not as finished */
#ifndef S
#define S 2
#endif
#ifndef L
#define L 1
#endif
#ifndef HASTY
#define HASTY 0
#endif
#ifndef COUNTED
#define COUNTED 0
#endif
#ifndef STRICT
#define STRICT 0
#endif
#ifndef KEPT
#define KEPT 1
#endif
#ifndef K
#define K 3
#endif
#ifndef MISTAKE
#define MISTAKE 0
#endif
byte mistake = MISTAKE;
#define I 0
#define R 1
#define AT(p,s) ((p)*S+(s))
#define ID(s) ((s)+1)
/* a stream at one side */
#define NEW 0
#define OPEN 1
#define CLEAN 2        /* forgotten after a clean end */
#define ELSEWHERE 3    /* I: opened elsewhere */
#define CUT 4          /* reset when the session ended */
/* frames */
#define fOPEN 1
#define fFIN 2
#define fCREDIT 3
#define fRESUME 4
#define fGOAWAY 5

byte stream[2*S], dials[S];
bool finSent[2*S], finSeen[2*S], creditSent[2*S], creditSeen[2*S], owesOpen[S];
byte told[2*S]; bool toldFinSeen[2*S]; byte toldHighest;       /* the RESUMEs of the present link */
byte highest, last;
bool draining[2], owesGoaway, over[2];
chan wire[2] = [K] of { byte, byte };
bool up[2], awaitsResume[2]; byte losses;

#define FREE(p)    (up[p] && !awaitsResume[p] && nfull(wire[p]))
#if S > 1
#define REMAIN(p)  (stream[AT(p,0)] == OPEN || stream[AT(p,1)] == OPEN)
#else
#define REMAIN(p)  (stream[AT(p,0)] == OPEN)
#endif
inline endsAs(p,s,how) { stream[AT(p,s)] = how; finSent[AT(p,s)] = 0; finSeen[AT(p,s)] = 0; creditSent[AT(p,s)] = 0; creditSeen[AT(p,s)] = 0;
  if :: p == I -> owesOpen[s] = 0 :: else fi }
inline endSession(p) { over[p] = true; up[p] = false; n = 0;
  do :: n < S -> if :: stream[AT(p,n)] == OPEN -> endsAs(p,n,CUT) :: else fi; n++ :: else -> break od; n = 0 }

/* "A side makes its RESUME after it has stopped reading the older link for good" */
inline snapshot(p) { awaitsResume[p] = true; up[p] = true; n = 0;
  do :: n < S -> told[AT(p,n)] = (stream[AT(p,n)] == OPEN); toldFinSeen[AT(p,n)] = finSeen[AT(p,n)]; n++ :: else -> break od; n = 0 }
inline resumed(p,s) {
  if
  :: stream[AT(p,s)] == OPEN && told[AT(1-p,s)] -> finSent[AT(p,s)] = (mistake == 7 -> finSent[AT(p,s)] : toldFinSeen[AT(1-p,s)]); creditSent[AT(p,s)] = 0;
     if :: p == I -> owesOpen[s] = 0 :: else fi
  :: stream[AT(p,s)] == OPEN && !told[AT(1-p,s)] && p == I && (ID(s) > toldHighest || mistake == 8) ->   /* "its OPEN was lost, send it again" */
     finSent[AT(I,s)] = 0; creditSent[AT(I,s)] = 0; owesOpen[s] = 1
  :: stream[AT(p,s)] == OPEN && !told[AT(1-p,s)] && !(p == I && (ID(s) > toldHighest || mistake == 8)) ->
     assert(stream[AT(1-p,s)] == CLEAN); endsAs(p,s,CLEAN)                 /* "at or below and not listed, the peer finished it" */
  :: else fi }
/* "GOAWAY's last id: higher ones were never dialled and may be opened elsewhere" */
inline move(s) {
  if :: stream[AT(I,s)] == OPEN && ID(s) > last && (mistake != 4 || owesOpen[s]) -> assert(dials[s] == 0); endsAs(I,s,ELSEWHERE) :: else fi }
/* "for an id above it they are a protocol error" */
inline known(p,s) { assert(p == I || ID(s) <= highest || (!STRICT && draining[R])) }
inline take(p,frame,s) {
  if
  :: frame == fOPEN ->
     if :: draining[R] && ID(s) > last && mistake != 2 -> if :: COUNTED && ID(s) > highest -> highest = ID(s) :: else fi
        :: else -> if :: ID(s) > highest -> highest = ID(s); assert(stream[AT(R,s)] == NEW); stream[AT(R,s)] = OPEN; dials[s]++;
                         assert(dials[s] + (stream[AT(I,s)] == ELSEWHERE) <= 1)        /* "no connection is made twice" */
                      :: else fi
     fi
  :: frame == fFIN -> known(p,s); if :: stream[AT(p,s)] == OPEN -> finSeen[AT(p,s)] = 1 :: else fi
  :: frame == fCREDIT -> known(p,s); if :: stream[AT(p,s)] == OPEN -> creditSeen[AT(p,s)] = 1 :: else fi
  :: frame == fGOAWAY -> draining[I] = true; move(0);
#if S > 1
     move(1)
#endif
  :: frame == fRESUME -> awaitsResume[p] = false; resumed(p,0);
#if S > 1
     resumed(p,1);
#endif
     if :: p == R && draining[R] && mistake != 1 -> owesGoaway = true :: else fi      /* "GOAWAY is sent again after RESUME" */
  fi }

#define STREAMS(p,s) \
  /* "ascending"; new streams of one who drains go elsewhere */ \
  :: atomic { p == I && !over[I] && stream[AT(I,s)] == NEW && (s == 0 || stream[AT(I,0)] != NEW) -> \
       if :: draining[I] && mistake != 3 -> stream[AT(I,s)] = ELSEWHERE :: else -> stream[AT(I,s)] = OPEN; owesOpen[s] = 1 fi } \
  :: atomic { p == I && over[I] && stream[AT(I,s)] == NEW -> stream[AT(I,s)] = ELSEWHERE } \
  :: atomic { FREE(p) && p == I && owesOpen[s] && (s == 0 || !owesOpen[0]) -> wire[p]!fOPEN,s; owesOpen[s] = 0 } \
  :: atomic { FREE(p) && stream[AT(p,s)] == OPEN && (p == R || !owesOpen[s]) && !finSent[AT(p,s)] -> wire[p]!fFIN,s; finSent[AT(p,s)] = 1 } \
  :: atomic { FREE(p) && stream[AT(p,s)] == OPEN && (p == R || !owesOpen[s]) && finSeen[AT(p,s)] && !creditSent[AT(p,s)] -> \
       wire[p]!fCREDIT,s; creditSent[AT(p,s)] = 1 } \
  /* the rule of forgetting */ \
  :: atomic { stream[AT(p,s)] == OPEN && !awaitsResume[p] && finSent[AT(p,s)] && finSeen[AT(p,s)] && creditSent[AT(p,s)] && creditSeen[AT(p,s)] -> endsAs(p,s,CLEAN) }

proctype Side(bool p) {
  byte frame, s, n;
  end: do
  STREAMS(p,0)
#if S > 1
  STREAMS(p,1)
#endif
  :: atomic { up[p] && nempty(wire[1-p]) -> wire[1-p]?frame,s; take(p,frame,s); frame = 0; s = 0 }
  :: atomic { p == R && !draining[R] && !over[R] -> draining[R] = true; owesGoaway = true;
       last = (mistake == 6 && highest > 0 && stream[AT(R,highest-1)] == OPEN -> highest - 1 : highest) }
  :: atomic { p == R && FREE(R) && owesGoaway -> owesGoaway = false; wire[R]!fGOAWAY,last }
  :: atomic { p == R && HASTY && draining[R] && !over[R] -> endSession(R) }
  :: atomic { p == R && !KEPT && draining[R] && !over[R] && !up[R] && !REMAIN(R) -> endSession(R) }
  od }

proctype Net() {
  byte n;
  end: do
  :: atomic { losses < L && up[I] && up[R] -> losses++; up[I] = false }
  :: atomic { losses < L && up[I] && up[R] -> losses++; up[R] = false }
  :: atomic { up[I] && !up[R] -> up[I] = false }
  /* "While draining a lost link is rejoined only if streams remain": I decides that, it knows of its own */
  :: atomic { !up[I] && !over[I] && (!draining[I] || (REMAIN(I) && mistake != 5)) ->
       if :: over[R] -> assert(HASTY || !REMAIN(I)); endSession(I)         /* status 11: its streams are reset, which only the end of the drain time may do */
          :: else ->
             do :: len(wire[I]) > 0 -> wire[I]?_,_ :: len(wire[R]) > 0 -> wire[R]?_,_ :: else -> break od;
             toldHighest = highest; snapshot(I); snapshot(R); owesGoaway = false; wire[I]!fRESUME,0; wire[R]!fRESUME,0 fi }
  od }

/* at rest each stream has ended once: as clean on both sides, or elsewhere and never here, or cut when the drain time was over.
   One end may be left: the last CREDIT of I was lost with the link, I has no stream and does not join again. All bytes of both directions are written then,
   so R closes its local socket at the end of the drain time and has nothing to reset. */
#define LEFT(s) (stream[AT(I,s)] == CLEAN && stream[AT(R,s)] == OPEN && !up[I] && finSeen[AT(R,s)])
inline settled(s) {
  assert(dials[s] <= 1);                                                   /* "no connection is made twice" */
  assert((stream[AT(R,s)] != OPEN || LEFT(s)) && stream[AT(I,s)] != OPEN && stream[AT(I,s)] != NEW);
  assert(stream[AT(I,s)] != ELSEWHERE || dials[s] == 0);                   /* "higher ones were never dialled" */
  assert(HASTY || stream[AT(I,s)] == ELSEWHERE || (stream[AT(I,s)] == CLEAN && (stream[AT(R,s)] == CLEAN || LEFT(s)) && dials[s] == 1));
  assert(stream[AT(I,s)] != CLEAN || stream[AT(R,s)] != NEW) }             /* a clean end here was one there */

init {
  atomic { up[I] = true; up[R] = true; run Side(I); run Side(R); run Net() }
  atomic { timeout -> settled(0);
#if S > 1
    settled(1);
#endif
    assert(draining[I] || over[I]) }
}
