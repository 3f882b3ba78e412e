/* The join secret of one lane over repeated attempts (protocol text, "Joining") between I, who dials, and R.
   An attempt is M1 (its binder made with the secret I has), M2, M3, M4 and the first record. Any message may be lost with its wire, and old wires may
   still deliver late. Secret 0 is the lane's first; secret k is the join secret of attempt k.
   It asserts: R accepts the binder of every newest attempt, so that no loss of an M4 shuts a session out.
   MISTAKE 0 none: R holds `confirmed` and `pending`, a binder may be under either; "When M3 proves: if the binder was under pending, confirmed := pending;
             then pending := this attempt's join"; "When the first record of the newest link opens: confirmed := pending"
           1 a sliding window: at M3 the older of the two is dropped, whatever the binder was under
           2 only the newest secret is kept        3 only the older secret is accepted until the first record */
#ifndef A
#define A 4            /* attempts */
#endif
#ifndef MISTAKE
#define MISTAKE 0
#endif
byte mistake = MISTAKE;
#define M1 1
#define M2 2
#define M3 3
#define M4 4
#define RECORD 5
#define NOTHING 255
chan toR[A+1] = [3] of { byte, byte };
chan toI[A+1] = [3] of { byte };
byte secret = 0, attempt = 0;                      /* I */
byte confirmed = 0, pending = NOTHING, proven = 0; /* R; proven: the newest attempt whose M3 proved */
bool bound[A+1]; byte binder[A+1];                 /* binder[k]: the secret under which attempt k was bound */
#define ACCEPTS(k) ((mistake == 2 || mistake == 3) -> k == confirmed : (k == confirmed || k == pending))

active proctype I() {
  byte message;
  do
  /* "I runs one per lane at a time and closes it before the next" */
  :: atomic { attempt < A -> attempt++; binder[attempt] = secret; toR[attempt]!M1,secret }
  :: atomic { attempt > 0 && nempty(toI[attempt]) -> toI[attempt]?message;
       if :: message == M2 -> toR[attempt]!M3,0
          :: message == M4 -> secret = attempt; toR[attempt]!RECORD,0 fi; message = 0 }
  :: atomic { attempt > 0 && nempty(toI[attempt]) -> toI[attempt]?message; message = 0 }        /* lost */
  :: attempt == A && timeout -> break
  od }

/* picks any attempt of which something is on its way, old wires included */
inline pick() { k = 0;
  do :: k < A -> k++ :: k > 0 -> break od;
  if :: nempty(toR[k]) -> toR[k]?message,under :: empty(toR[k]) -> goto end fi }

active proctype R() {
  byte message, under, k;
  end: do
  :: atomic { pick();
       if
       :: message == M1 && k > proven ->                                   /* else stale: status 9 */
          if :: k == attempt -> assert(ACCEPTS(under)) :: else fi;         /* the attempt that I waits for is never refused */
          if :: ACCEPTS(under) -> bound[k] = true; toI[k]!M2 :: else fi
       :: message == M3 && bound[k] && k > proven ->
          proven = k;                                                      /* "only now is the stored attempt raised" */
          if :: mistake == 0 -> if :: binder[k] == pending -> confirmed = pending :: else fi; pending = k
             :: mistake == 1 -> if :: pending != NOTHING -> confirmed = pending :: else fi; pending = k
             :: mistake == 2 -> confirmed = k
             :: mistake == 3 -> pending = k fi;
          toI[k]!M4
       :: message == RECORD && k == proven && mistake != 2 -> confirmed = pending
       :: else
       fi; message = 0; under = 0; k = 0 }
  :: atomic { pick(); message = 0; under = 0; k = 0 }                      /* lost */
  od }
