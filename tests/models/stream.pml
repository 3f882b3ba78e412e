/* Resumption of streams on one lane (protocol text, "Sessions, links, resumption") between A (initiator, opens the streams) and B (acceptor, dials).
   OPEN, early DATA, OPENED, REFUSED, FIN, RESET, CREDIT; the link is lost at any moment, seen by one side first; RESUME itself may be lost.
   The link is FIFO; at a loss what was not read is lost. N bytes each way, window W, L losses, S streams, K frames on the way.
   It asserts: no byte is skipped or doubled ("no byte lost, doubled or reordered"), "no connection is made twice", "the peer finished it" is only ever
   concluded of a stream that ended cleanly, a clean end means that everything was written, and nothing stays behind on a live link (else the model stops dead).
   MARKED 1: a RESET answer is marked and never answered, every refused or reset entry of RESUME is answered (as the text says).
   MARKED 0: RESET is answered by RESET "once", tombstones are settled by the two lists (as it said before; some mistakes only show here).
   MISTAKE 0 none
           1 forget without waiting for the peer's CREDIT          2 REFUSED is forgotten at once by B
           3 after RESUME a new OPEN may overtake one to be resent 4 own final CREDIT need not have been sent before forgetting
           5 the older link is still read after RESUME was made    6 OPENED is not sent again after RESUME (state 'open' only)
           7 an unsent RESET answer is kept over a loss            8 RESET for an unknown stream is not answered
           9 a side sends frames before it has read the peer's RESUME
          10 a tombstone that reads the peer's tombstone in RESUME goes away silently, whatever its own RESUME said
          11 FIN and final CREDIT count as sent when they were sent on ANY link, not on the present one
          12 a RESET decided but not yet written is dropped when the peer's REFUSED or RESET comes first */
#ifndef N
#define N 1
#endif
#ifndef W
#define W 1
#endif
#ifndef L
#define L 1
#endif
#ifndef S
#define S 1
#endif
#ifndef K
#define K 3
#endif
#ifndef MISTAKE
#define MISTAKE 0
#endif
byte mistake = MISTAKE;
#ifndef MARKED
#define MARKED 1
#endif
/* a stream at one side */
#define NEW 0
#define OPENING 1      /* A: OPEN made, no answer; B: dialling */
#define OPEN 2
#define RESET 3        /* tombstone, RESET not answered yet */
#define REFUSED 4      /* B: tombstone, REFUSED not answered yet */
#define GONE 5
/* frames */
#define fOPEN 1
#define fOPENED 2
#define fREFUSED 3
#define fDATA 4
#define fFIN 5
#define fRESET 6
#define fCREDIT 7
#define fRESUME 8
#define fRESET_ANSWER 9 /* RESET with the answer mark */
/* how a stream ended at one side */
#define CLEAN 1
#define WAS_RESET 2
#define WAS_REFUSED 3
#define ABORTED 4
#define AT(p,s) ((p)*S+(s))
/* cursor: next byte to send on this link; farthest: past the last byte ever sent; delivered: the peer's CREDIT; received, written: of the other direction */
byte state[2*S], cursor[2*S], farthest[2*S], delivered[2*S], received[2*S], written[2*S], creditSent[2*S], ended[2*S];
/* sent on the present link, ever; what is decided and not yet on the link */
bool finSent[2*S], finEver[2*S], finSeen[2*S], creditEver[2*S], owesOpen[2*S], owesOpened[2*S], owesRefused[2*S], owesReset[2*S], owesAnswer[2*S];
byte toldState[2*S], toldReceived[2*S]; bool toldFinSeen[2*S];      /* contents of the RESUME of the present link */
byte toldHighest; byte highest; byte dials[S]; byte resets;
chan wire[2] = [K] of { byte, byte, byte };
bool up[2]; bool awaitsResume[2]; bool mayAbort[2]; byte losses;
#if S == 1
#define ALL_GONE (state[0] == GONE && (state[1] == GONE || state[1] == NEW) && !owesAnswer[0] && !owesAnswer[1])
#else
#define ALL_GONE (state[0] == GONE && state[1] == GONE && (state[2] == GONE || state[2] == NEW) && (state[3] == GONE || state[3] == NEW) && !owesAnswer[0] && !owesAnswer[1] && !owesAnswer[2] && !owesAnswer[3])
#endif
/* "a clean end": everything was written on both sides */
inline endsAs(p,s,o) {
  state[AT(p,s)] = GONE; ended[AT(p,s)] = o; owesOpen[AT(p,s)] = 0; owesOpened[AT(p,s)] = 0; owesRefused[AT(p,s)] = 0; owesReset[AT(p,s)] = 0;
  cursor[AT(p,s)] = 0; delivered[AT(p,s)] = 0; creditSent[AT(p,s)] = 0; finSent[AT(p,s)] = 0; finEver[AT(p,s)] = 0; creditEver[AT(p,s)] = 0; farthest[AT(p,s)] = 0; finSeen[AT(p,s)] = 0;
  if :: o == CLEAN -> assert(written[AT(p,s)] == N && written[AT(1-p,s)] == N && ended[AT(1-p,s)] != WAS_REFUSED) :: else fi;
  if :: o == WAS_REFUSED && p == 0 -> assert(dials[s] == 1) :: else fi }
inline forget(p,s) { state[AT(p,s)] = GONE; owesReset[AT(p,s)] = 0; owesRefused[AT(p,s)] = 0; owesOpen[AT(p,s)] = 0 }
inline answer(p,s) { owesAnswer[AT(p,s)] = 1 }
/* the peer has forgotten a stream that we have open: only a clean end may be behind it */
inline missing(p,s) {
  assert(ended[AT(1-p,s)] == CLEAN); assert(received[AT(p,s)] == N); finSeen[AT(p,s)] = 1; delivered[AT(p,s)] = N; finEver[AT(p,s)] = 1; finSent[AT(p,s)] = 1; cursor[AT(p,s)] = N; creditEver[AT(p,s)] = 1;
  if :: state[AT(p,s)] == OPENING -> state[AT(p,s)] = OPEN :: else fi }
/* side p reads what the peer's RESUME says of stream s: "What a missing stream means is never guessed" */
inline onResume(p,s) {
  if
  :: (toldState[AT(1-p,s)] == RESET || toldState[AT(1-p,s)] == REFUSED) ->
     if :: state[AT(p,s)] == OPENING || state[AT(p,s)] == OPEN ->
             if :: toldState[AT(1-p,s)] == REFUSED -> endsAs(p,s,WAS_REFUSED) :: else -> endsAs(p,s,WAS_RESET) fi; answer(p,s)
        :: state[AT(p,s)] == RESET || state[AT(p,s)] == REFUSED ->
#if MARKED
             answer(p,s)                       /* and wait for ours */
#else
             if :: (mistake == 10 || toldState[AT(p,s)] == RESET || toldState[AT(p,s)] == REFUSED) -> forget(p,s)
                :: else -> forget(p,s); answer(p,s) fi
#endif
        :: state[AT(p,s)] == GONE || state[AT(p,s)] == NEW ->
#if MARKED
             answer(p,s)
#else
             skip
#endif
     fi
  :: (toldState[AT(1-p,s)] == OPENING || toldState[AT(1-p,s)] == OPEN) ->
     if :: state[AT(p,s)] == OPENING || state[AT(p,s)] == OPEN ->
             assert(toldReceived[AT(1-p,s)] >= delivered[AT(p,s)] && toldReceived[AT(1-p,s)] <= farthest[AT(p,s)]);
             cursor[AT(p,s)] = toldReceived[AT(1-p,s)]; finSent[AT(p,s)] = toldFinSeen[AT(1-p,s)]; creditSent[AT(p,s)] = 0; owesOpen[AT(p,s)] = 0;
             if :: p == 1 && state[AT(p,s)] == OPEN && mistake != 6 -> owesOpened[AT(p,s)] = 1 :: else fi
        :: state[AT(p,s)] == RESET && toldState[AT(p,s)] != RESET -> owesReset[AT(p,s)] = 1        /* not in our RESUME: say it now */
        :: state[AT(p,s)] == REFUSED && toldState[AT(p,s)] != REFUSED -> owesRefused[AT(p,s)] = 1
        :: else fi
  :: else ->                                     /* not listed */
     if
     :: p == 0 && s+1>toldHighest ->                     /* its OPEN was lost */
        if :: state[AT(p,s)] == OPENING -> owesOpen[AT(p,s)] = 1; cursor[AT(p,s)] = 0; finSent[AT(p,s)] = 0; creditSent[AT(p,s)] = 0
           :: state[AT(p,s)] == RESET -> forget(p,s)
           :: else fi
     :: else ->
        if :: state[AT(p,s)] == OPENING || state[AT(p,s)] == OPEN -> missing(p,s)
           :: state[AT(p,s)] == RESET || state[AT(p,s)] == REFUSED ->
              forget(p,s)
           :: else fi
     fi
  fi }
/* "A side makes its RESUME after it has stopped reading the older link for good"; "Unsent answers die with the link" */
inline snapshot(p,s) {
  toldState[AT(p,s)] = (state[AT(p,s)] == GONE || state[AT(p,s)] == NEW -> 0 : state[AT(p,s)]); toldReceived[AT(p,s)] = received[AT(p,s)]; toldFinSeen[AT(p,s)] = finSeen[AT(p,s)];
  owesOpened[AT(p,s)] = 0; owesRefused[AT(p,s)] = 0; owesReset[AT(p,s)] = 0; owesOpen[AT(p,s)] = (state[AT(p,s)] == OPENING && p == 0 && owesOpen[AT(p,s)]);
  if :: mistake != 7 -> owesAnswer[AT(p,s)] = 0 :: else fi }
/* side p reads frame t of stream s with value v */
inline onFrame(p,t,s,v) {
  if
  :: t == fOPEN -> if :: state[AT(1,s)] == NEW && s+1>highest -> highest = s+1; dials[s]++; assert(dials[s] <= 1); state[AT(1,s)] = OPENING :: else fi
  :: t == fOPENED -> if :: state[AT(0,s)] == OPENING -> state[AT(0,s)] = OPEN :: else fi
  :: t == fREFUSED -> if :: state[AT(0,s)] == OPENING -> endsAs(0,s,WAS_REFUSED); answer(0,s)
                       :: state[AT(0,s)] == RESET ->
#if MARKED
                          answer(0,s)
#else
                          if :: owesReset[AT(0,s)] && mistake != 12 -> answer(0,s) :: else fi; forget(0,s)
#endif
                       :: else -> assert(state[AT(0,s)] != OPEN);
#if MARKED
                          answer(0,s)
#endif
                    fi
  :: t == fDATA -> if :: state[AT(p,s)] == OPENING || state[AT(p,s)] == OPEN -> assert(v <= received[AT(p,s)]); if :: v == received[AT(p,s)] -> received[AT(p,s)] = v+1 :: else fi
                    :: else -> assert(state[AT(p,s)] != NEW) fi
  :: t == fFIN -> if :: state[AT(p,s)] == OPENING || state[AT(p,s)] == OPEN -> assert(v == received[AT(p,s)]); finSeen[AT(p,s)] = 1 :: else -> assert(state[AT(p,s)] != NEW) fi
  :: t == fCREDIT -> if :: (state[AT(p,s)] == OPENING || state[AT(p,s)] == OPEN) && v>delivered[AT(p,s)] -> assert(v <= farthest[AT(p,s)]); delivered[AT(p,s)] = v :: else fi
  :: t == fRESET -> resets++; assert(resets<20);
       if :: state[AT(p,s)] == OPENING || state[AT(p,s)] == OPEN -> endsAs(p,s,WAS_RESET); answer(p,s)
          :: state[AT(p,s)] == RESET || state[AT(p,s)] == REFUSED ->
#if MARKED
             if :: state[AT(p,s)] == REFUSED -> forget(p,s); answer(p,s) :: else -> answer(p,s) fi
#else
             if :: (owesReset[AT(p,s)] || owesRefused[AT(p,s)]) && mistake != 12 -> answer(p,s) :: else fi; forget(p,s)
#endif
          :: state[AT(p,s)] == GONE || state[AT(p,s)] == NEW -> assert(state[AT(p,s)] != NEW); if :: mistake != 8 -> answer(p,s) :: else fi fi
  :: t == fRESET_ANSWER -> if :: state[AT(p,s)] == RESET || state[AT(p,s)] == REFUSED -> forget(p,s) :: else fi
  :: t == fRESUME -> awaitsResume[p] = 0;
#if S>1
       onResume(p,0); onResume(p,1)
#else
       onResume(p,0)
#endif
  fi }
/* "Until the peer's whole RESUME is read a side sends nothing else" */
#define FREE(p) (up[p] && (!awaitsResume[p] || mistake == 9) && nfull(wire[p]))
#define LIVE(p,s) (state[AT(p,s)] == OPENING || state[AT(p,s)] == OPEN)
/* "OPENs to be sent again in ascending id, before any new OPEN" */
#if S>1
#define ORDER(s) (s == 0 || mistake == 3 || (!owesOpen[0] && state[0] != NEW))
#else
#define ORDER(s) 1
#endif
#define STEPS(p,s) \
  :: atomic { p == 0 && state[AT(p,s)] == NEW && (s == 0 || state[0] != NEW) -> state[AT(p,s)] = OPENING; owesOpen[AT(p,s)] = 1 } \
  :: atomic { FREE(p) && p == 0 && owesOpen[AT(p,s)] && ORDER(s) -> wire[p]!fOPEN,s,0; owesOpen[AT(p,s)] = 0 } \
  :: atomic { p == 1 && state[AT(p,s)] == OPENING -> if :: state[AT(p,s)] = OPEN; owesOpened[AT(p,s)] = 1 \
       :: received[AT(p,s)] = 0; finSeen[AT(p,s)] = 0; if :: mistake == 2 -> endsAs(p,s,WAS_REFUSED) :: else -> endsAs(p,s,WAS_REFUSED); state[AT(p,s)] = REFUSED fi; owesRefused[AT(p,s)] = 1 fi } \
  :: atomic { FREE(p) && owesOpened[AT(p,s)] -> wire[p]!fOPENED,s,0; owesOpened[AT(p,s)] = 0 } \
  :: atomic { FREE(p) && owesRefused[AT(p,s)] -> wire[p]!fREFUSED,s,0; owesRefused[AT(p,s)] = 0 } \
  :: atomic { FREE(p) && owesReset[AT(p,s)] -> wire[p]!fRESET,s,0; owesReset[AT(p,s)] = 0 } \
  :: atomic { FREE(p) && owesAnswer[AT(p,s)] -> wire[p]!(MARKED -> fRESET_ANSWER : fRESET),s,0; owesAnswer[AT(p,s)] = 0 } \
  :: atomic { FREE(p) && LIVE(p,s) && !owesOpen[AT(p,s)] && !owesOpened[AT(p,s)] && (p == 0 || state[AT(p,s)] == OPEN) && cursor[AT(p,s)]<N && cursor[AT(p,s)]<delivered[AT(p,s)]+W -> \
       wire[p]!fDATA,s,cursor[AT(p,s)]; cursor[AT(p,s)] = cursor[AT(p,s)]+1; if :: cursor[AT(p,s)]>farthest[AT(p,s)] -> farthest[AT(p,s)] = cursor[AT(p,s)] :: else fi } \
  :: atomic { FREE(p) && LIVE(p,s) && !owesOpen[AT(p,s)] && !owesOpened[AT(p,s)] && (p == 0 || state[AT(p,s)] == OPEN) && cursor[AT(p,s)] == N && !finSent[AT(p,s)] -> wire[p]!fFIN,s,N; finSent[AT(p,s)] = 1; finEver[AT(p,s)] = 1 } \
  :: atomic { state[AT(p,s)] == OPEN && written[AT(p,s)]<received[AT(p,s)] -> written[AT(p,s)] = written[AT(p,s)]+1 } \
  :: atomic { FREE(p) && state[AT(p,s)] == OPEN && !owesOpened[AT(p,s)] && written[AT(p,s)]>creditSent[AT(p,s)] -> wire[p]!fCREDIT,s,written[AT(p,s)]; creditSent[AT(p,s)] = written[AT(p,s)]; if :: written[AT(p,s)] == N -> creditEver[AT(p,s)] = 1 :: else fi } \
  /* the rule of forgetting */ \
  :: atomic { state[AT(p,s)] == OPEN && !owesOpened[AT(p,s)] && !awaitsResume[p] && (finSent[AT(p,s)] || (mistake == 11 && finEver[AT(p,s)])) && finSeen[AT(p,s)] && written[AT(p,s)] == received[AT(p,s)] && (delivered[AT(p,s)] == N || mistake == 1) \
       && (creditSent[AT(p,s)] == N || (mistake == 11 && creditEver[AT(p,s)]) || mistake == 4) -> endsAs(p,s,CLEAN) } \
  /* "An aborted local socket becomes RESET"; "Aborting a stream whose OPEN was never written sends nothing" */ \
  :: atomic { mayAbort[p] && LIVE(p,s) -> mayAbort[p] = 0; if :: p == 0 && owesOpen[AT(p,s)] -> endsAs(p,s,ABORTED); \
       :: else -> endsAs(p,s,ABORTED); state[AT(p,s)] = RESET; owesReset[AT(p,s)] = 1 fi }
proctype Node(bool p) { byte t,s,v;
  atomic { if :: mayAbort[p] = 0 :: mayAbort[p] = 1 fi }
  do
  STEPS(p,0)
#if S>1
  STEPS(p,1)
#endif
  :: atomic { up[p] && nempty(wire[1-p]) -> wire[1-p]?t,s,v; onFrame(p,t,s,v); t = 0; s = 0; v = 0 }
  :: atomic { ALL_GONE -> break }
  od }
proctype Net() {
  do
  :: atomic { losses<L && up[0] -> losses++; up[0] = 0 }                      /* A sees it first; B may still read what is on its way */
  :: atomic { losses<L && up[1] && up[0] -> losses++; up[1] = 0 }             /* B sees it first */
  :: atomic { up[0] && !up[1] -> up[0] = 0 }                                  /* then A */
  :: atomic { !up[0] && (mistake != 5 || (len(wire[0])<K && len(wire[1])<K)) ->                                                     /* A joins again: B's older link is dead from here */
       do :: mistake != 5 && len(wire[0])>0 -> wire[0]?_,_,_ :: (mistake == 5 || len(wire[0]) == 0) -> break od;
       do :: mistake != 5 && len(wire[1])>0 -> wire[1]?_,_,_ :: (mistake == 5 || len(wire[1]) == 0) -> break od;
       toldHighest = highest; snapshot(0,0); snapshot(1,0);
#if S>1
       snapshot(0,1); snapshot(1,1);
#endif
       wire[0]!fRESUME,0,0; wire[1]!fRESUME,0,0; awaitsResume[0] = 1; awaitsResume[1] = 1; up[0] = 1; up[1] = 1 }
  :: atomic { ALL_GONE -> break }
  od }
init { atomic { up[0] = 1; up[1] = 1; run Node(0); run Node(1); run Net() } }
