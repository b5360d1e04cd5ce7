using Microsoft.Extensions.Logging;

namespace Omnichannel.Journal;

/// <summary>The only place where a decision meets the disk.</summary>
/// <remarks>
/// Decide, apply, batch, flush, reply. Commands that arrive while an append is in flight are decided at once, on the state that includes it, and
/// leave together in the next one. If an append is lost, everything decided on top of it is lost with it: the state is dropped and read again.
/// </remarks>
public abstract partial class MachineGrain<TState, TEvent> : Grain
    where TState : Machine<TEvent>
    where TEvent : MachineEvent
{
    private readonly GridServices _services;
    private readonly MachineCodec<TState, TEvent> _codec;
    private readonly EntityKey _entity;
    private Lifetime? _lifetime;
    private Task? _loading;

    protected MachineGrain(GridServices services, string kind, MachineCodec<TState, TEvent> codec)
    {
        _services = services;
        _codec = codec;
        _entity = new(kind, this.GetPrimaryKeyString());
        Log = services.Loggers.CreateLogger(GetType());
    }

    protected ILogger Log { get; }

    /// <summary>The grid counts time in whole milliseconds, as its journal and its due index do.</summary>
    protected DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_services.Clock.GetUtcNow().ToUnixTimeMilliseconds());

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Load();

    /// <summary>Lets running appends end, so that whoever waits for them is told.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_lifetime is not { } lifetime) return;
        lifetime.Flush();
        try
        {
            await Ended(lifetime).WaitAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            // The callers have been told already; the next activation reads the truth.
            JournalLog.DeactivatedWithoutFlush(Log, _entity, failure.Message);
        }
    }

    // A task of this grain's own: what waits for it goes on where the grain runs, and not on a thread that nobody gave it.
    private static async Task Ended(Lifetime lifetime) => await lifetime.Durable;

    /// <summary>See <see cref="IWakeable.Wake"/>.</summary>
    public async Task Wake()
    {
        while (_lifetime is null) await Load();

        // The due index knew of something to do. When the state does not, another owner wrote it, and without this nobody would ever find out.
        if (!(_lifetime.State.DueAt <= TimeOf(_lifetime.State))) await CatchUp();
        await OnWake();
    }

    /// <summary>Does what is due by now, besides what is decided before every command.</summary>
    protected virtual Task OnWake() => Query(0, static (_, _) => 0);

    /// <summary>Decides on the current state, and answers once everything the answer rests on is durable.</summary>
    /// <param name="decide">Pure.</param>
    /// <param name="reply">Pure; sees the state with the decision applied, so that a first answer and its repeat are one code.</param>
    protected Task<TReply> Execute<TCommand, TStatus, TReply>(
        TCommand command,
        Func<TState, TCommand, DateTimeOffset, Decision<TStatus, TEvent>> decide,
        Func<TState, TCommand, TStatus, TReply> reply) =>
        AnswerWhenDurable((command, decide, reply), static (lifetime, asked) =>
        {
            lifetime.CheckRoom(1);
            lifetime.ApplyDue();
            return lifetime.DecideAndApply(asked.command, asked.decide, asked.reply);
        });

    /// <summary>As <see cref="Execute"/>, without waiting until what was decided is durable: only for what follows from what is.</summary>
    /// <remarks>What is lost is decided again, by whoever owns the entity next: the caller sees to it that this can only be decided in the same way (I51).</remarks>
    protected async Task<TReply> ExecuteAhead<TCommand, TStatus, TReply>(
        TCommand command,
        Func<TState, TCommand, DateTimeOffset, Decision<TStatus, TEvent>> decide,
        Func<TState, TCommand, TStatus, TReply> reply)
    {
        while (_lifetime is null) await Load();
        var lifetime = _lifetime;
        try
        {
            lifetime.CheckRoom(1);
            lifetime.ApplyDue();
            return lifetime.DecideAndApply(command, decide, reply);
        }
        finally
        {
            lifetime.Flush();
        }
    }

    /// <summary>As <see cref="Execute"/>, for many commands that share nothing but their owner: each is decided on the state that those before it left.</summary>
    /// <param name="commands">At most <see cref="Limits.PendingEventsMax"/>.</param>
    protected Task<IReadOnlyList<TReply>> ExecuteEach<TCommand, TStatus, TReply>(
        IReadOnlyList<TCommand> commands,
        Func<TState, TCommand, DateTimeOffset, Decision<TStatus, TEvent>> decide,
        Func<TState, TCommand, TStatus, TReply> reply) =>
        AnswerWhenDurable((commands, decide, reply), static (lifetime, asked) =>
        {
            // Before the first of them: no room is said of all, or of none.
            lifetime.CheckRoom(asked.commands.Count);
            lifetime.ApplyDue();
            var replies = new TReply[asked.commands.Count];
            for (var place = 0; place < replies.Length; place++) replies[place] = lifetime.DecideAndApply(asked.commands[place], asked.decide, asked.reply);
            return (IReadOnlyList<TReply>)replies;
        });

    /// <summary>A read: the same rules as for a command, without events.</summary>
    protected Task<TReply> Query<TArgument, TReply>(TArgument argument, Func<TState, TArgument, TReply> read) =>
        Execute((argument, read), static (_, _, _) => Decision<int, TEvent>.Nothing(0), static (state, query, _) => query.read(state, query.argument));

    /// <summary>Reads the state as it is decided, durable or not, and at once; null when there is none now. For answers that follow from what is durable (I51).</summary>
    protected TReply? Foresee<TArgument, TReply>(TArgument argument, Func<TState, TArgument, TReply?> read)
        where TReply : class => _lifetime is { } lifetime ? read(lifetime.State, argument) : null;

    /// <summary>Makes sure that the state is not older than the journal is now: another owner may have written, and a read alone would never find out.</summary>
    /// <remarks>I21: every step that a coordinator asks for begins with it. "There is nothing to do" and "no" leave no event, so the fence never tells whether
    /// they rest on the past; and a coordinator goes on as if they were true.</remarks>
    protected async Task CatchUp()
    {
        while (_lifetime is null) await Load();
        var lifetime = _lifetime;
        try
        {
            var newer = await _services.Journal.ReadRowsAsync(_entity, lifetime.State.Version, 1, CancellationToken.None);
            if (newer.Count > 0 && newer[0].Version > lifetime.State.Version) lifetime.Abandon(new JournalFencedException(_entity, lifetime.State.Version));
        }
        catch (JournalUnknownException failure)
        {
            throw Unreadable(failure);
        }
    }

    /// <summary>What the entity has to do by itself at this time; decided before every command.</summary>
    protected virtual TEvent[] DecideDue(TState state, DateTimeOffset now) => [];

    /// <summary>Told after events of this activation have become durable, in order.</summary>
    protected virtual void OnDurable()
    {
    }

    protected async Task<EventPage> ReadEvents(long afterVersion, int limit) => EventPages.Of(await ReadPast(afterVersion, limit), afterVersion, limit);

    /// <summary>Rows of the past, decoded: what is left of them when the state has moved on. A row holds one event or more.</summary>
    protected async Task<IReadOnlyList<(long Version, TEvent Event)>> ReadHistory(long afterVersion, int rowsMax)
    {
        var rows = await ReadPast(afterVersion, rowsMax);
        var events = rows.SelectMany(row => _codec.DecodeEvents(row.Payload.Span).Select((@event, index) => (Version: row.ExpectedVersion + 1 + index, Event: @event)));
        IReadOnlyList<(long, TEvent)> history;
        do history = [.. events.Where(past => past.Version > afterVersion)];
        while (await BringKeys());
        return history;
    }

    /// <summary>As <see cref="ReadEvents"/>, for whoever may be told what is sealed in them.</summary>
    /// <param name="inClear">An event as it was before it was sealed, with the keys that were brought.</param>
    protected async Task<EventPage> ReadEventsInClear(long afterVersion, int limit, Func<string, string> inClear)
    {
        var page = await ReadEvents(afterVersion, limit);
        IReadOnlyList<EventView> events;
        do events = [.. page.Events.Select(past => past with { Json = inClear(past.Json) })];
        while (await BringKeys());
        return page with { Events = events };
    }

    /// <summary>Gets what the codec needs before a journal is read; called before every load.</summary>
    protected virtual Task PrepareLoad() => Task.CompletedTask;

    /// <summary>Brings the keys of texts that were just read without them. True when there were some: then it is read again.</summary>
    protected virtual Task<bool> BringKeys() => Task.FromResult(false);

    private async Task<TAnswer> AnswerWhenDurable<TAsked, TAnswer>(TAsked asked, Func<Lifetime, TAsked, TAnswer> decide)
    {
        for (var attempt = 1; ; attempt++)
        {
            while (_lifetime is null) await Load();
            var lifetime = _lifetime;
            TAnswer answer;
            try
            {
                answer = decide(lifetime, asked);
            }
            finally
            {
                // Also when it fails: what was decided before that in this turn has happened.
                lifetime.Flush();
            }

            var durable = lifetime.Durable;
            try
            {
                // I10: a rejection or a repeat also waits, as it may rest on an event that is not durable yet.
                await durable;
                return answer;
            }
            catch (JournalFencedException) when (attempt < Limits.FenceRetriesMax)
            {
                // Another owner wrote first, so nothing of this is durable. Decide again, on the truth.
                JournalLog.Fenced(Log, _entity, attempt);
            }
            catch (JournalFencedException fenced)
            {
                throw new GridUnavailableException(Unavailability.Contended, $"{_entity}: other owners kept writing first.", fenced);
            }
        }
    }

    // The time of an entity never goes backwards, whatever clock its owner has.
    private DateTimeOffset TimeOf(TState state)
    {
        var now = Now;
        return now < state.LastEventAt ? state.LastEventAt : now;
    }

    private Task Load() => _loading is { IsCompleted: false } running ? running : _loading = LoadOnce();

    private async Task LoadOnce()
    {
        try
        {
            await PrepareLoad();
            var history = await _services.Journal.ReadAsync(_entity, CancellationToken.None);
            var (state, checksum) = _codec.Fold(_entity, history);
            while (await BringKeys()) (state, checksum) = _codec.Fold(_entity, history);
            _lifetime = new Lifetime(this, state, checksum, history.Snapshot?.Version ?? 0);
        }
        catch (JournalCorruptException damage)
        {
            throw Damaged(damage);
        }
        catch (JournalUnknownException failure)
        {
            throw Unreadable(failure);
        }
    }

    private async Task<IReadOnlyList<JournalRow>> ReadPast(long afterVersion, int rowsMax)
    {
        await Query(0, static (_, _) => 0);
        try
        {
            return await PastRows.ReadAsync(_services.Journal, _entity, afterVersion, rowsMax);
        }
        catch (JournalCorruptException damage)
        {
            throw Damaged(damage);
        }
        catch (JournalUnknownException failure)
        {
            throw Unreadable(failure);
        }
    }

    private GridUnavailableException Damaged(JournalCorruptException damage)
    {
        JournalLog.Corrupt(Log, _entity, damage);
        return new(Unavailability.Corrupt, damage.Message, damage);
    }

    private GridUnavailableException Unreadable(JournalUnknownException failure) =>
        new(Unavailability.Busy, $"{_entity}: the journal cannot be read now.", failure);

    // I23: nobody waits for it, and nothing rests on it; so it does not matter either what has become of this owner when it arrives.
    private async Task KeepAsync(SnapshotDraft draft)
    {
        try
        {
            await _services.Journal.KeepSnapshotAsync(draft);
        }
        catch (Exception failure)
        {
            JournalLog.SnapshotNotKept(Log, _entity, failure);
        }
    }

    private void Drop(Lifetime lifetime, Exception failure)
    {
        if (_lifetime == lifetime) _lifetime = null;
        if (failure is JournalFencedException) return;
        JournalLog.FlushFailed(Log, _entity, failure);
        DeactivateOnIdle();
    }
}
