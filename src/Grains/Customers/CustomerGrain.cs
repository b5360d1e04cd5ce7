using System.Text.Json;
using Omnichannel.Ids;
using Omnichannel.Journal;
using Omnichannel.Privacy;
using Orleans.Concurrency;

namespace Omnichannel.Customers;

/// <summary>The shell around <see cref="Customer"/>: it brings the key, drives what was begun, and asks the survivor when this one was merged.</summary>
[Reentrant]
public sealed partial class CustomerGrain : MachineGrain<Customer, CustomerEvent>, ICustomerGrain, IMergingCustomerGrain
{
    /// <summary>The kind of this entity in the journal. Frozen.</summary>
    public const string Kind = "customer";

    private const int ClaimTriesMax = 8;

    private readonly CustomerId _id;
    private readonly KeyRing _ring;
    private readonly IDataKeys _keys;
    private readonly IdentityNames _names;

    public CustomerGrain(GridServices services, IDataKeys keys, IdentityNames names) : this(services, keys, names, new KeyRing())
    {
    }

    private CustomerGrain(GridServices services, IDataKeys keys, IdentityNames names, KeyRing ring) : base(services, Kind, new CustomerCodec(ring))
    {
        _id = CustomerId.Create(this.GetPrimaryKeyString());
        (_ring, _keys, _names) = (ring, keys, names);
        ring.Owner = KeyOwner(_id);
    }

    /// <summary>Whose key it is, among all that have one.</summary>
    public static string KeyOwner(CustomerId id) => $"{Kind}/{id}";

    public async Task<CustomerReply> Register(RegisterCustomer command)
    {
        // Decided without effect first: who is refused needs no key, and a customer that was erased must not be given one again.
        var refused = await Execute(
            new Registration(_id, command),
            static (customer, order, now) => Decision<CustomerStatus, CustomerEvent>.Nothing(ProfileDecider.Decide(customer, order, now).Status),
            static (_, _, status) => status);
        if (!IsSuccess(refused)) return new(refused, null, [], Blamed());
        _ring.Own ??= await KeyAnswers.Ask(Unavailability.Busy, () => _keys.GetOrCreateAsync(_ring.Owner, CancellationToken.None));
        if (_ring.Own.Key is null) return new(CustomerStatus.Erased, null, []);
        var status = await Execute(new Registration(_id, command), ProfileDecider.Decide, static (_, _, status) => status);
        return status is CustomerStatus.Done or CustomerStatus.AlreadyDone
            ? (await Profile()) with { Status = status }
            : new(status, null, [], Blamed());

        string? Blamed() => ProfileDecider.Blame(command.Fields, isPatch: false, Now)?.Field ?? ProfileDecider.FindIncomplete(new(), command.Fields);
    }

    public async Task<CustomerReply> Patch(PatchCustomer command)
    {
        var reply = await Certain(() => Execute(command, ProfileDecider.Decide, (customer, command, status) => Reply(customer, status) with
        {
            Conflicts = status == CustomerStatus.VersionMismatch ? ProfileDecider.Conflicts(customer, command) : [],
            Field = status switch
            {
                CustomerStatus.FieldUnknown or CustomerStatus.FieldOutOfRange => ProfileDecider.Blame(command.Changes, isPatch: true, Now)?.Field,
                CustomerStatus.AddressIncomplete => ProfileDecider.FindIncomplete(customer.Profile, command.Changes),
                _ => null,
            },
        }), static reply => reply.Status);
        return reply is { Status: CustomerStatus.Merged, Survivor: { } survivor } && command.IfVersion is null ? await At(survivor).Patch(command) : reply;
    }

    public async Task<CustomerReply> Profile()
    {
        var reply = await Query(0, (customer, _) => Reply(customer, Readable(customer)));
        return reply is { Status: CustomerStatus.Merged, Survivor: { } survivor } ? await At(survivor).Profile() : reply;
    }

    public Task<StoryReply> Story() => Ask(
        (customer, status) => new StoryReply(status, status == CustomerStatus.Done ? CustomerViews.Story(customer) : null), static survivor => survivor.Story());

    public Task<ConsentReply> DecideConsent(DecideConsent command) => Ask(
        command,
        ConsentDecider.Decide,
        static (customer, command, status) => new ConsentReply(status, IsSuccess(status) ? customer.Consents.Find(command.Purpose, command.Channel)?.View() : null),
        (survivor, command) => survivor.DecideConsent(command with { Through = _id }));

    public Task<PointsReply> EarnPoints(EarnPoints command) => Ask(
        command, PointsDecider.Decide, static (customer, _, status) => PointsReply(customer, status), (survivor, command) => survivor.EarnPoints(command with { Through = _id }));

    public Task<PointsReply> SpendPoints(SpendPoints command) => Ask(
        command, PointsDecider.Decide, static (customer, _, status) => PointsReply(customer, status), (survivor, command) => survivor.SpendPoints(command with { Through = _id }));

    public Task<PointsLedgerReply> PointsLedger() => Ask(
        static (customer, status) => status == CustomerStatus.Done
            ? new PointsLedgerReply(status, customer.Points.View(), [.. customer.Points.Entries.Reverse().Select(static entry => entry.View())])
            : new(status, null, []),
        static survivor => survivor.PointsLedger());

    public Task<PurchaseReply> RecordPurchase(RecordPurchase command) => Ask(
        command,
        PointsDecider.Decide,
        static (customer, _, status) => new PurchaseReply(status, IsSuccess(status) ? customer.Purchases.View() : null),
        (survivor, command) => survivor.RecordPurchase(command with { Through = _id }));

    public Task<TouchpointReply> RecordTouchpoint(RecordTouchpoint command) => Ask(
        command,
        ContactDecider.Decide,
        static (customer, command, status) => new TouchpointReply(status, IsSuccess(status) ? CustomerViews.Recorded(customer, command) : null),
        (survivor, command) => survivor.RecordTouchpoint(command with { Through = _id }));

    public async Task<TouchpointReply> ResolveIssue(ResolveIssue command)
    {
        var reply = await Ask(
            command,
            ContactDecider.Decide,
            static (customer, command, status) => new TouchpointReply(status, IsSuccess(status) ? customer.FindTouchpoint(command.Id)?.View() : null),
            (survivor, command) => survivor.ResolveIssue(command with { Through = _id }));

        // An issue is kept for as long as it is open, however old it is; once it is resolved, only the journal may have it.
        return IsSuccess(reply.Status) && reply.Touchpoint is null ? reply with { Touchpoint = await PastIssue(command.Id) } : reply;
    }

    public Task<FeedbackReply> GiveFeedback(GiveFeedback command) => Ask(
        command,
        ContactDecider.Decide,
        static (customer, command, status) => new FeedbackReply(status, IsSuccess(status) ? CustomerViews.Given(customer, command) : null),
        (survivor, command) => survivor.GiveFeedback(command with { Through = _id }));

    public async Task<TouchpointPage> Touchpoints(long afterVersion, int limit)
    {
        var (status, version) = await Query(0, static (customer, _) => (Readable(customer), customer.Version));
        if (status is not (CustomerStatus.Done or CustomerStatus.Merged)) return new(status, [], null);
        var history = await ReadHistory(afterVersion, limit);
        var touchpoints = history.Select(static past => past.Event).OfType<TouchpointRecorded>().Select(CustomerViews.Past);
        return new(CustomerStatus.Done, [.. touchpoints], NextAfter(history, version));
    }

    public async Task<IdentityReply> ClaimIdentity(ClaimIdentity command)
    {
        if (IdentityText.Normalise(command.Kind, command.Value) is not { } normalised) return new(CustomerStatus.IdentityInvalid, null);
        await DriveIdentities();
        var claim = new IdentityClaim(await _names.NameAsync(command.Kind, normalised), command.Kind, normalised, command.IsVerified);
        var (status, survivor) = await Certain(
            () => Execute(claim, IdentityBookDecider.Decide, static (customer, _, status) => (Status: status, customer.MergedInto)), static told => told.Status);
        if (status == CustomerStatus.Merged) return await At(survivor!.Value).ClaimIdentity(command);
        if (!IsSuccess(status)) return new(status, null);
        await DriveIdentities();
        var identity = await FindIdentity(claim.Id);

        // Another call of this customer has begun to claim it anew: its answer is this one's too.
        for (var tries = 1; identity?.State == IdentityState.Claiming && tries < ClaimTriesMax; tries++)
        {
            await DriveIdentities();
            identity = await FindIdentity(claim.Id);
        }

        if (identity is null) return new(CustomerStatus.IdentityTaken, null);
        return command.IsVerified && !identity.IsVerified ? (await VerifyIdentity(claim.Id)) with { Status = status } : new(status, identity);
    }

    public async Task<IdentityReply> VerifyIdentity(IdentityId id)
    {
        var (status, survivor) = await Certain(
            () => Query(id, static (customer, id) => (Status: CustomerGate.Check(customer), customer.MergedInto)), static told => told.Status);
        if (status == CustomerStatus.Merged) return await At(survivor!.Value).VerifyIdentity(id);
        if (status != CustomerStatus.None) return new(status, null);

        // The identity first: who asks it must never be told less than its customer.
        var isOwned = await FindIdentity(id) is not null && await IdentityAt(id).Prove(new(_id)) != IdentityStatus.Taken;
        if (!isOwned) return new(CustomerStatus.IdentityNotFound, null);
        return await Execute(
            new IdentityProof(id), IdentityBookDecider.Decide, static (customer, proof, status) => new IdentityReply(status, customer.Identities.Find(proof.Id)?.View()));
    }

    public async Task<IdentityReply> ReleaseIdentity(IdentityId id)
    {
        var (status, survivor) = await Certain(
            () => Execute(new IdentityRelease(id), IdentityBookDecider.Decide, static (customer, _, status) => (Status: status, customer.MergedInto)), static told => told.Status);
        if (status == CustomerStatus.Merged) return await At(survivor!.Value).ReleaseIdentity(id);
        if (IsSuccess(status)) await DriveIdentities();
        return new(status, null);
    }

    // The first id is kept on the way through one merge after the other: each that is undone gives the session back as far as it goes.
    public async Task<OpenCartReply> AttachSession(AttachSession command)
    {
        await CatchUp();
        if (command is { DeviceId: not null, Through: { } through }) await _ring.Bring(_keys, [KeyOwner(through)]);
        return await Ask(command, VisitDecider.Decide, OpenCartReply, (survivor, command) => survivor.AttachSession(command with { Through = command.Through ?? _id }));
    }

    public async Task<OpenCartReply> DetachSession(DetachSession command)
    {
        await CatchUp();
        return await Ask(command, VisitDecider.Decide, OpenCartReply, (survivor, command) => survivor.DetachSession(command with { Through = command.Through ?? _id }));
    }

    public Task<LiveSessionsReply> LiveSessions() => Ask(
        static (customer, status) => new LiveSessionsReply(status, status == CustomerStatus.Done ? [.. customer.Sessions.Select(static session => session.View())] : []),
        static survivor => survivor.LiveSessions());

    public async Task<LiveSessionsReply> RevokeSession(SessionId id)
    {
        var live = await LiveSessions();
        if (live.Status != CustomerStatus.Done) return live;
        if (live.Sessions.All(session => session.Id != id)) return live with { Status = CustomerStatus.SessionNotFound };
        await GrainFactory.GetGrain<ISessionGrain>(id.Value).End(new(SessionEnd.Revoked));

        // The session has told so itself, unless it ended before it could.
        await DetachSession(new(id));
        return await LiveSessions();
    }

    public async Task<HistoryPage> History(long afterVersion, int limit)
    {
        var (status, version, present) = await Query(0, static (customer, _) => (Readable(customer), customer.Version, Present: PresentMerges.Of(customer)));
        if (status is not (CustomerStatus.Done or CustomerStatus.Merged)) return new(status, [], null);
        var history = await ReadHistory(afterVersion, limit);
        using var clear = SealScope.EnterClear();
        EventView[] events =
            [.. history.Select(past => new EventView(past.Version, JsonSerializer.Serialize(present.Redact(past.Event), CustomerJson.Default.CustomerEvent)))];
        return new(CustomerStatus.Done, events, NextAfter(history, version));
    }

    public Task<EventPage> Events(long afterVersion, int limit) => ReadEvents(afterVersion, limit);

    protected override async Task OnWake()
    {
        await DriveIdentities();
        await DriveErasure();
    }

    public async Task<LockReply> LockForMerge(LockCustomer command)
    {
        await DriveIdentities();
        return await Step(
            command, AbsorptionDecider.Decide, static (customer, _, status) => new LockReply(status, IsSuccess(status) ? AbsorptionDecider.EstateOf(customer) : null));
    }

    public async Task<AbsorbReply> Absorb(AbsorbCustomer command)
    {
        await _ring.Bring(_keys, command.Estate.Owners());
        await DriveIdentities();
        return await Step(command, AbsorptionDecider.Decide, CustomerViews.Absorb);
    }

    public Task<MergeStepReply> CompleteMerge(CompleteCustomerMerge command) => Step(command, AbsorptionDecider.Decide, StepReply);

    public Task<MergeStepReply> CloseMerge(CloseCustomerMerge command) => Step(command, AbsorptionDecider.Decide, StepReply);

    public Task<MergeStepReply> SettleMerge(SettleAbsorption command) => Step(command, AbsorptionDecider.Decide, StepReply);

    public async Task<ReturnReply> ReturnMerged(ReturnCustomer command)
    {
        await _ring.Bring(_keys, await Query(command.Id, static (customer, id) => AbsorptionDecider.BroughtBy(customer, id)));
        await DriveIdentities();
        return await Step(command, AbsorptionDecider.Decide, static (customer, command, status) =>
            new ReturnReply(status, customer.FindAbsorption(command.Id)?.Returned, customer.Version));
    }

    public async Task<MergeStepReply> ReopenMerged(ReopenCustomer command)
    {
        await _ring.Bring(_keys, command.Estate.Owners());
        return await Step(command, AbsorptionDecider.Decide, StepReply);
    }

    public Task<CustomerMergeReport?> MergeReport(CustomerMergeId id) => Query(id, static (customer, id) => CustomerViews.Report(customer, id));

    protected override CustomerEvent[] DecideDue(Customer state, DateTimeOffset now) => PointsDecider.DecideExpired(state, now);

    protected override async Task PrepareLoad() =>
        _ring.Own = await KeyAnswers.Ask(Unavailability.Busy, () => _keys.FindAsync(_ring.Owner, CancellationToken.None));

    protected override Task<bool> BringKeys() => _ring.Bring(_keys, _ring.Missing);

    // What a merge asks for. It is never answered from the past: that this was done before, or cannot be done, may be news to this owner.
    private async Task<TReply> Step<TCommand, TReply>(
        TCommand command,
        Func<Customer, TCommand, DateTimeOffset, Decision<CustomerStatus, CustomerEvent>> decide,
        Func<Customer, TCommand, CustomerStatus, TReply> reply)
    {
        await CatchUp();
        return await Execute(command, decide, reply);
    }

    private async Task DriveIdentities()
    {
        foreach (var pending in await Query(0, static (customer, _) => customer.Identities.Identities.Where(static identity => identity.IsPending).ToArray()))
        {
            var status = pending.State == IdentityState.Claiming
                ? await IdentityAt(pending.Id).Take(new(_id, pending.Sequence, pending.IsVerified))
                : await IdentityAt(pending.Id).GiveUp(new(_id, pending.Sequence));
            var answer = new IdentityAnswer(pending.Id, pending.State, pending.Sequence, status != IdentityStatus.Taken);
            await Execute(answer, IdentityBookDecider.Decide, static (_, _, status) => status);
        }
    }

    private async Task<TouchpointView?> PastIssue(CommandId id)
    {
        Touchpoint? found = null;
        await foreach (var @event in Past())
        {
            found = @event switch
            {
                TouchpointRecorded recorded when recorded.CommandId == id && found is null => CustomerViews.Contact(recorded),
                CustomerAbsorbed absorbed when found is null => Array.Find(absorbed.Contacts.Touchpoints, touchpoint => touchpoint.Id == id),
                IssueResolved resolved when resolved.CommandId == id && found is not null =>
                    found with { Issue = IssueState.Resolved, Outcome = resolved.Outcome, ResolvedAt = resolved.At },
                _ => found,
            };
        }

        return found?.View();
    }

    private async IAsyncEnumerable<CustomerEvent> Past()
    {
        for (long after = 0; ;)
        {
            var page = await ReadHistory(after, Limits.EventsPageDefault);
            foreach (var past in page) yield return past.Event;
            if (page.Count == 0) yield break;
            after = page[^1].Version;
        }
    }

    private async Task<IdentityView?> FindIdentity(IdentityId id) => await Query(id, static (customer, id) => customer.Identities.Find(id)?.View());

    private Task<TReply> Ask<TReply>(Func<Customer, CustomerStatus, TReply> read, Func<ICustomerGrain, Task<TReply>> forward) => Ask(
        read,
        static (customer, _, _) => Decision<CustomerStatus, CustomerEvent>.Nothing(Readable(customer)),
        static (customer, read, status) => read(customer, status),
        (survivor, _) => forward(survivor));

    // An id that was merged goes on answering: with what the survivor says.
    private async Task<TReply> Ask<TCommand, TReply>(
        TCommand command,
        Func<Customer, TCommand, DateTimeOffset, Decision<CustomerStatus, CustomerEvent>> decide,
        Func<Customer, TCommand, CustomerStatus, TReply> reply,
        Func<ICustomerGrain, TCommand, Task<TReply>> forward)
    {
        // What is passed on by its id has its effect once, at one of the two: neither decides on the past whose it is.
        if (command is IPassedOn { Through: not null }) await CatchUp();
        var (answer, survivor) = await Decided();
        if (survivor is not null && command is IPassedOn)
        {
            await CatchUp();
            (answer, survivor) = await Decided();
        }

        return survivor is { } id ? await forward(At(id), command) : answer!;

        Task<(TReply? Answer, CustomerId? Survivor)> Decided() => Execute(command, decide, (customer, command, status) =>
            status == CustomerStatus.Merged ? (default, customer.MergedInto) : (reply(customer, command, status), (CustomerId?)null));
    }

    private ICustomerGrain At(CustomerId id) => GrainFactory.GetGrain<ICustomerGrain>(id.Value);

    private IIdentityOwnerGrain IdentityAt(IdentityId id) => GrainFactory.GetGrain<IIdentityOwnerGrain>(id.Value);

    private static CustomerReply Reply(Customer customer, CustomerStatus status) =>
        new(status, IsSuccess(status) || status == CustomerStatus.VersionMismatch ? CustomerViews.Profile(customer) : null, [], null, customer.MergedInto);

    private static PointsReply PointsReply(Customer customer, CustomerStatus status) =>
        new(status, IsSuccess(status) || status == CustomerStatus.InsufficientPoints ? customer.Points.View() : null);

    private static OpenCartReply OpenCartReply<TCommand>(Customer customer, TCommand command, CustomerStatus status) =>
        new(status, customer.OpenCart, IsSuccess(status) ? customer.Id : null);

    private static MergeStepReply StepReply<TCommand>(Customer customer, TCommand command, CustomerStatus status) => new(status, customer.Version);

    // Standing still for a merge does not keep a customer from being read.
    private static CustomerStatus Readable(Customer customer) => CustomerGate.Check(customer) switch
    {
        CustomerStatus.None or CustomerStatus.MergeUnderWay => CustomerStatus.Done,
        var status => status,
    };

    private static bool IsSuccess(CustomerStatus status) => status is CustomerStatus.Done or CustomerStatus.AlreadyDone;

    private static long? NextAfter(IReadOnlyList<(long Version, CustomerEvent Event)> history, long version) =>
        history.Count > 0 && history[^1].Version < version ? history[^1].Version : null;
}
