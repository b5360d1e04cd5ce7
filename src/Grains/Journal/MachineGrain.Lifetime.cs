namespace Omnichannel.Journal;

/// <summary>What a grain of a machine knows, and what of it is on its way to the disk.</summary>
public abstract partial class MachineGrain<TState, TEvent>
{
    /// <summary>One stretch of believing to know the truth: from a read of the journal to the first append that is not accepted.</summary>
    private sealed class Lifetime(MachineGrain<TState, TEvent> owner, TState state, uint checksum, long snapshotVersion)
    {
        private List<TEvent> _pending = [];
        private TaskCompletionSource? _pendingDone;
        private TaskCompletionSource? _flying;
        private readonly SnapshotPace _snapshots = new(owner._services.SnapshotEveryEventsMin, snapshotVersion);
        private uint _checksum = checksum;
        private Exception? _failure;

        public TState State => state;

        public int PendingCount => _pending.Count;

        /// <summary>Ends when everything applied so far is durable; fails when it is not, or not for sure.</summary>
        public Task Durable => _pendingDone?.Task ?? _flying?.Task ?? (_failure is null ? Task.CompletedTask : Task.FromException(Told(_failure)));

        public void CheckRoom(int eventsCount)
        {
            if (PendingCount + eventsCount > Limits.PendingEventsMax || owner._services.Journal.IsBusy)
                throw new GridUnavailableException(Unavailability.Busy, "More work is queued than the journal can take now.");
        }

        /// <summary>What the entity has to do by itself at this time: once per turn, however many commands follow, so that the bound of a turn holds.</summary>
        public void ApplyDue() => Change(owner.DecideDue(state, owner.TimeOf(state)), 0, static (_, _) => 0);

        // No await from here to the end of the turn: the grain is reentrant, and this is what makes that safe.
        public TReply DecideAndApply<TCommand, TStatus, TReply>(
            TCommand command,
            Func<TState, TCommand, DateTimeOffset, Decision<TStatus, TEvent>> decide,
            Func<TState, TCommand, TStatus, TReply> reply)
        {
            var decision = decide(state, command, owner.TimeOf(state));
            return Change(decision.Events, (command, decision.Status, reply), static (state, told) => told.reply(state, told.command, told.Status));
        }

        private TReply Change<TTold, TReply>(TEvent[] events, TTold told, Func<TState, TTold, TReply> reply)
        {
            try
            {
                Apply(events);
                return reply(state, told);
            }
            catch (Exception failure) when (events.Length > 0 && failure is not GridUnavailableException)
            {
                // The state may be half changed: nothing decided on it may be written. A command that fails before it changes anything fails alone.
                Abandon(failure);
                throw;
            }
        }

        private void Apply(TEvent[] events)
        {
            foreach (var @event in events)
            {
                state.Apply(@event);
                _pending.Add(@event);
            }
        }

        public void Flush()
        {
            if (_pending.Count == 0) return;
            _pendingDone ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_flying is null) _ = FlushAll();
        }

        public void Abandon(Exception failure)
        {
            if (_failure is not null) return;
            _failure = failure;
            owner.Drop(this, failure);
            Fail(_pendingDone, failure);
            (_pending, _pendingDone) = ([], null);
        }

        // One append in flight per entity; the next leaves when it has landed, with all that came meanwhile.
        private async Task FlushAll()
        {
            for (var isQuiet = true; _pendingDone is { } done; isQuiet = false)
            {
                _flying = done;
                try
                {
                    var append = NextAppend(isQuiet, out var draft);
                    (_pending, _pendingDone) = ([], null);
                    await owner._services.Journal.AppendAsync(append);
                    _flying = null;
                    done.SetResult();
                    owner.OnDurable();
                    if (draft is not null) _ = owner.KeepAsync(draft);
                }
                catch (Exception failure)
                {
                    _flying = null;
                    Abandon(failure);
                    Fail(done, failure);
                }
            }
        }

        private JournalAppend NextAppend(bool isQuiet, out SnapshotDraft? draft)
        {
            var events = _pending.ToArray();
            var payload = owner._codec.EncodeEvents(events);
            var at = events[^1].At;
            var expected = state.Version - events.Length;
            _checksum = JournalChecksum.Next(_checksum, expected, state.Version, at, payload);
            draft = null;
            JournalSnapshot? snapshot = null;
            if (_snapshots.IsDue(state.Version, state.EntriesCount, isQuiet))
            {
                _snapshots.Took(state.Version);
                if (state.EntriesCount < owner._services.SnapshotApartEntriesMin) snapshot = Snapshot();
                else draft = new(owner._entity, expected, state.Version, _checksum, owner._codec.BeginSnapshot(state));
            }

            return new(owner._entity, expected, events.Length, at, payload, _checksum, state.DueAt, snapshot);
        }

        private JournalSnapshot Snapshot()
        {
            var payload = owner._codec.EncodeSnapshot(state);
            return new(state.Version, _checksum, payload, JournalChecksum.OfSnapshot(_checksum, payload));
        }

        private static void Fail(TaskCompletionSource? done, Exception failure)
        {
            if (done is null) return;
            done.TrySetException(Told(failure));
            _ = done.Task.Exception; // Observed: there may be nobody left who waits.
        }

        private static Exception Told(Exception failure) => failure switch
        {
            JournalFencedException or GridUnavailableException => failure,
            JournalUnavailableException => new GridUnavailableException(Unavailability.Busy, "The journal cannot be reached now. Nothing of this happened.", failure),
            JournalUnknownException => new GridUnavailableException(Unavailability.OutcomeUnknown, "The journal did not say whether it kept this. Repeat the call with the same id.", failure),
            _ => new GridUnavailableException(Unavailability.OutcomeUnknown, "The entity stopped before this was kept. Repeat the call with the same id.", failure),
        };
    }
}
