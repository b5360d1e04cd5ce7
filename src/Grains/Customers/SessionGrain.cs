using System.Security.Cryptography;
using System.Text;
using Omnichannel.Carts;
using Omnichannel.Ids;
using Omnichannel.Journal;
using Omnichannel.Privacy;
using Orleans.Concurrency;

namespace Omnichannel.Customers;

/// <summary>The shell around <see cref="Session"/>: it drives sign-ins and resumptions, and tells who has to know. <c>SessionDevices.cs</c> seals the id of its device.</summary>
[Reentrant]
public sealed partial class SessionGrain : MachineGrain<Session, SessionEvent>, ISessionGrain
{
    /// <summary>The kind of this entity in the journal. Frozen.</summary>
    public const string Kind = "session";

    private const int MergeIdBytes = 20;
    private readonly SessionId _id;
    private readonly KeyRing _ring;
    private readonly IDataKeys _keys;
    private int _tellings;

    public SessionGrain(GridServices services, IDataKeys keys) : this(services, keys, new KeyRing())
    {
    }

    private SessionGrain(GridServices services, IDataKeys keys, KeyRing ring) : base(services, Kind, new SessionCodec(ring))
    {
        _id = SessionId.Create(this.GetPrimaryKeyString());
        (_ring, _keys) = (ring, keys);
        ring.Owner = KeyOwner(_id);
    }

    public async Task<SessionReply> Start(StartSession command)
    {
        if (command.Resumes == _id) return new(SessionStatus.SameSession, null);
        if (command.DeviceId is not null) await BringKeyFor(command);
        var reply = await Run(command, SessionDecider.Decide);
        if (!IsSuccess(reply.Status)) return reply;
        await Enter(reply);
        await DriveResumption();
        var found = await Find();
        return found with { Status = found.Session!.End == SessionEnd.ResumeRefused ? SessionStatus.ResumeRefused : reply.Status };
    }

    public async Task<SessionReply> Touch(TouchSession command)
    {
        await Drive();
        var reply = await Run(command, SessionDecider.Decide);
        if (reply.Status == SessionStatus.Done) await Enter(reply);
        return reply;
    }

    public async Task<SessionReply> SignIn(SignInSession command)
    {
        await Drive();
        var answering = command.Customer;
        if (await Query(command, static (session, command) => SessionDecider.IsRepeat(session, command)) is null)
        {
            // Only of a new one: a retry gets its answer whatever has become of the customer since.
            var customer = await GrainFactory.GetGrain<ICustomerGrain>(command.Customer.Value).Profile();
            if (customer.Customer is not { } found) return new(RefusalOf(customer.Status), null);
            answering = found.Id;
        }

        var begun = await Run(new SignInOf(command, answering), SessionDecider.Decide);
        if (!IsSuccess(begun.Status)) return begun;
        await DriveSignIn();
        var (pending, done, last, reply) = await Query((Id: _id, command), static (session, asked) =>
            (session.SignIn, session.FindSignIn(asked.command.Id), session.LastSignIn, Reply(session, asked.Id, SessionStatus.Done)));
        if (pending?.Id == command.Id) return reply with { Status = SessionStatus.UnderWay };
        if (done is null && last?.Id != command.Id) return begun;
        var cartStatus = done?.CartStatus ?? last!.CartStatus;
        return reply with
        {
            Status = done is not null || last!.Status == SessionStatus.Done ? begun.Status : last.Status,
            CartStatus = cartStatus,
            CartMerge = cartStatus == CartStatus.None ? null : MergeIdOf(command.Id),
        };
    }

    public async Task<SessionReply> SignOut(SignOutSession command)
    {
        await Drive();
        var reply = await Run(command, SessionDecider.Decide);
        await Settle();
        return reply;
    }

    public async Task<SessionReply> End(EndSession command)
    {
        var reply = await Run(command, SessionDecider.Decide);
        await Settle();
        return reply;
    }

    public async Task<SessionReply> Continue(ContinueSession command)
    {
        await Drive();
        var reply = await Run(command, SessionDecider.Decide);
        await Settle();
        return reply;
    }

    public Task<SessionReply> Find() => Query(_id, static (session, id) => Reply(session, id, session.IsStarted ? SessionStatus.Done : SessionStatus.NotFound));

    public Task<EventPage> Events(long afterVersion, int limit) => ReadEventsInClear(afterVersion, limit, @event => SessionCodec.InClear(_ring, @event));

    protected override Task OnWake() => Drive();

    protected override SessionEvent[] DecideDue(Session state, DateTimeOffset now) => SessionDecider.DecideExpired(state, now);

    private Task<SessionReply> Run<TCommand>(TCommand command, Func<Session, TCommand, DateTimeOffset, Decision<SessionStatus, SessionEvent>> decide) =>
        Execute(command, decide, (session, _, status) => Reply(session, _id, status));

    private async Task Drive()
    {
        await DriveResumption();
        await DriveSignIn();
        await Settle();
    }

    private async Task DriveResumption()
    {
        var resumes = await Query(0, static (session, _) => session is { IsLive: true, IsResuming: true } ? session.Resumes : null);
        if (resumes is { } before) await Tell(() => TakeOver(before));
    }

    private async Task<CustomerId?> TakeOver(SessionId resumes)
    {
        var before = await GrainFactory.GetGrain<ISessionGrain>(resumes.Value).Continue(new(_id));
        if (before.Status == SessionStatus.UnderWay) return null;
        if (!IsSuccess(before.Status) || before.Session is not { } visit)
        {
            await Execute(new ResumeAnswered(static at => new SessionEnded(at, SessionEnd.ResumeRefused)), SessionDecider.Decide, static (_, _, status) => status);
            return null;
        }

        // A customer who has gone meanwhile, or has no room for another session, leaves a visit without a name.
        var attached = visit.Customer is { } customer ? await Attach(customer) : new(CustomerStatus.NotFound, null);
        if (attached.Status == CustomerStatus.MergeUnderWay) return null;
        var isNamed = attached.Status is CustomerStatus.Done or CustomerStatus.AlreadyDone;
        var isOpen = visit.Customer is null || isNamed;
        await Execute(
            new ResumeAnswered(at => new SessionTakenOver(at, isNamed ? visit.Customer : null, isOpen ? visit.CartId : null, visit.Step)),
            SessionDecider.Decide,
            static (_, _, status) => status);
        return visit.Customer;
    }

    private async Task DriveSignIn()
    {
        var (pending, cart) = await Query(0, static (session, _) => (session.SignIn, session.CartId));
        if (pending is { } signIn) await Tell(() => BringIn(signIn, cart));
    }

    private async Task<CustomerId?> BringIn(PendingSignIn signIn, CartId? cart)
    {
        var attached = await Attach(signIn.Customer);
        if (attached.Status == CustomerStatus.MergeUnderWay) return null;
        if (attached.Status is not (CustomerStatus.Done or CustomerStatus.AlreadyDone))
        {
            await Execute(new SignInAnswered(signIn.Id, RefusalOf(attached.Status), CartStatus.None, null), SessionDecider.Decide, static (_, _, status) => status);
            return null;
        }

        // Who answered, which is not who was asked when the two were merged since: the carts are theirs.
        var (status, owned) = cart is { } visited ? await BringCart(visited, signIn, attached) : (CartStatus.None, attached.OpenCart);
        if (status is CartStatus.Busy or CartStatus.Merging) return null;
        await Execute(new SignInAnswered(signIn.Id, SessionStatus.Done, status, owned), SessionDecider.Decide, static (_, _, status) => status);
        return signIn.Customer;
    }

    // I70: a customer is told that a session is theirs, and it may end meanwhile. That it has ended is told after that: until then it stays open in the journal,
    // and who comes after this process tells it.
    private async Task Tell(Func<Task<CustomerId?>> tell)
    {
        CustomerId? told;
        _tellings++;
        try
        {
            told = await tell();
        }
        finally
        {
            _tellings--;
        }

        await Settle();
        await DetachWhenGone(told);
    }

    // The cart of the visit becomes the customer's; when one is open already, it is merged into that one.
    private async Task<(CartStatus Status, CartId? Cart)> BringCart(CartId visited, PendingSignIn signIn, OpenCartReply told)
    {
        var customer = signIn.Customer;

        // A cart that is the customer's already stays so, whatever the device has: the channel has signed them in. One that has followed them into a merge is the survivor's.
        var step = CommandId.ForStep(Kind, _id.Value, signIn.Id.Value);
        var attached = await CartAt(visited).Attach(new(new(step, new(customer, signIn.CartToken)), customer));
        if (attached.Status == CartStatus.NotOwner && told.Customer is { } survivor && survivor != customer)
            attached = await CartAt(visited).Attach(new(new(CommandId.Create($"{step}/{survivor}"), CartActor.Of(survivor)), survivor));
        if (!IsSuccess(attached.Status)) return (attached.Status, told.OpenCart);
        var adopted = await CustomerAt(customer).AdoptCart(new(visited));
        if (adopted.Status == CustomerStatus.MergeUnderWay) return (CartStatus.Busy, null);

        // Erased since it was asked: what came to that customer meanwhile ends like all the rest.
        if (adopted.Status == CustomerStatus.Erased) return (await CartAt(visited).Erase(new([customer])) is CartStatus.Busy ? CartStatus.Busy : CartStatus.OwnerErased, null);
        if (adopted.OpenCart is not { } target || target == visited) return (attached.Status, adopted.OpenCart);
        var owner = CartActor.Of(adopted.Customer ?? customer);
        var merged = await CartAt(target).Merge(new(owner, MergeIdOf(signIn.Id), visited, owner, signIn.Strategy));
        if (merged.Status is not (CartStatus.Closed or CartStatus.Locked or CartStatus.NotFound)) return (merged.Status, target);

        // The open cart is no longer open, or is being paid for: nobody had told the customer.
        var dropped = await CustomerAt(customer).DropCart(new(target));
        if (dropped.Status == CustomerStatus.MergeUnderWay) return (CartStatus.Busy, null);
        adopted = await CustomerAt(customer).AdoptCart(new(visited));
        return adopted.Status == CustomerStatus.MergeUnderWay ? (CartStatus.Busy, null) : (attached.Status, adopted.OpenCart);
    }

    private async Task Settle()
    {
        var (isUnsettled, left, resumes, hasEnded, channel, version) = await Query(0, static (session, _) =>
            (session.IsUnsettled, session.Left, session.IsResuming ? session.Resumes : null, session.End != SessionEnd.None, session.Channel, session.Version));
        if (!isUnsettled || _tellings > 0) return;
        if (hasEnded && resumes is { } before) left = await WhoWasResumed(before);
        if (left is { } customer && (await CustomerAt(customer).DetachSession(new(_id))).Status == CustomerStatus.MergeUnderWay) return;
        if (hasEnded) await GrainFactory.GetGrain<IPresenceGrain>(channel.Value).Leave(_id);
        await Execute(new SessionTold(version), SessionDecider.Decide, static (_, _, status) => status);
    }

    // It ended before it had written down whose it was going to be.
    private async Task<CustomerId?> WhoWasResumed(SessionId resumes) =>
        (await GrainFactory.GetGrain<ISessionGrain>(resumes.Value).Find()).Session is { } before && before.Successor == _id ? before.Customer : null;

    // Another owner of this session, who had not told the customer, may have settled its end already.
    private async Task DetachWhenGone(CustomerId? customer)
    {
        if (customer is not { } told) return;
        var isTheirs = await Query(told, static (session, told) => session.IsLive && (session.Customer == told || session.SignIn?.Customer == told));
        if (!isTheirs) await CustomerAt(told).DetachSession(new(_id));
    }

    private async Task<OpenCartReply> Attach(CustomerId customer)
    {
        var (channel, device) = await Query(0, static (session, _) => (session.Channel, session.DeviceId));
        return await CustomerAt(customer).AttachSession(new(_id, channel, device));
    }

    private async Task Enter(SessionReply reply)
    {
        if (reply.Session is { End: SessionEnd.None, ExpiresAt: { } expiresAt } live) await GrainFactory.GetGrain<IPresenceGrain>(live.Channel.Value).Enter(_id, expiresAt);
    }

    private ICustomerGrain CustomerAt(CustomerId id) => GrainFactory.GetGrain<ICustomerGrain>(id.Value);

    private ICartGrain CartAt(CartId id) => GrainFactory.GetGrain<ICartGrain>(id.Value);

    // Sign-ins of two sessions may have one id: their merges must not.
    private CartMergeId MergeIdOf(CommandId signIn) =>
        CartMergeId.Create($"sign-in:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{_id}/{signIn}")).AsSpan(0, MergeIdBytes))}");

    private static SessionReply Reply(Session session, SessionId id, SessionStatus status) => new(status, session.IsStarted ? ViewOf(session, id) : null);

    private static SessionView ViewOf(Session session, SessionId id) => new(
        id,
        session.Version,
        session.Channel,
        session.DeviceId,
        session.Customer,
        session.CartId,
        session.Step,
        session.StartedAt,
        session.LastSeenAt,
        session.ExpiresAt,
        session.End,
        session.Successor);

    private static SessionStatus RefusalOf(CustomerStatus status) => status switch
    {
        CustomerStatus.NotFound => SessionStatus.CustomerNotFound,
        CustomerStatus.Erased => SessionStatus.CustomerErased,
        CustomerStatus.TooManySessions => SessionStatus.TooManySessions,
        _ => SessionStatus.UnderWay,
    };

    private static bool IsSuccess(SessionStatus status) => status is SessionStatus.Done or SessionStatus.AlreadyDone;

    private static bool IsSuccess(CartStatus status) => status is CartStatus.Done or CartStatus.Exists;
}
