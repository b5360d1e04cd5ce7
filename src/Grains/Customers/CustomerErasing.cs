using Omnichannel.Carts;
using Omnichannel.Ids;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>How a customer is erased: everything that points here is ended first, then the key goes.</summary>
public sealed partial class CustomerGrain
{
    public async Task<CustomerReply> Erase(EraseCustomer command)
    {
        // I67: a survivor who is one with this customer no longer must not be erased in their place.
        var reply = await Ask(
            command,
            static (customer, erase, now) => ErasureDecider.Decide(customer, new ErasureDecider.Order(erase.Id, IsPart: false, erase.Through), now),
            static (_, _, status) => new CustomerReply(status, null, []),
            (survivor, erase) => survivor.Erase(erase with { Through = _id }));
        if (IsSuccess(reply.Status)) await DriveErasure();
        return reply;
    }

    public async Task EraseAbsorbed(EraseCustomer command)
    {
        // That it was merged may be news to this owner, and whoever asks goes on whatever the answer is.
        await CatchUp();
        await Execute(new ErasureDecider.Order(command.Id, IsPart: true), ErasureDecider.Decide, static (_, _, status) => status);
        await DriveErasure();
    }

    public async Task<PastVisits> VisitsBy(CustomerId id)
    {
        var (sessions, survivors) = (new HashSet<SessionId>(), new HashSet<CustomerId>());
        await foreach (var @event in Past())
        {
            if (@event is SessionAttached attached && (attached.Through ?? _id) == id) sessions.Add(attached.SessionId);
            if (@event is CustomerMerged merged) survivors.Add(merged.Survivor);
        }

        return new([.. sessions], [.. survivors]);
    }

    private async Task DriveErasure()
    {
        var work = await Query(0, static (customer, _) => customer.Erasure == ErasureStep.Begun ? ErasureWork.Of(customer) : null);
        if (work is null) return;
        foreach (var absorbed in work.Absorbed) await GrainFactory.GetGrain<IMergingCustomerGrain>(absorbed.Value).EraseAbsorbed(new(CommandId.ForStep(Kind, _id.Value, "erase")));
        if (!await EndCarts(work)) return;
        foreach (var session in work.Sessions) await GrainFactory.GetGrain<ISessionGrain>(session.Value).End(new(SessionEnd.Revoked));
        foreach (var some in (await SessionsEver()).Chunk(Limits.ErasureSessionsAtOnce))
            await Task.WhenAll(some.Select(session => GrainFactory.GetGrain<ISessionGrain>(session.Value).ForgetDevice()));
        foreach (var identity in work.Identities) await IdentityAt(identity).GiveUp(new(_id, work.Version));
        await KeyAnswers.Ask(Unavailability.OutcomeUnknown, () => _keys.DestroyAsync(_ring.Owner, CancellationToken.None));
        _ring.Own = DataKey.Destroyed;
        await Execute(new ErasureDecider.Done(), ErasureDecider.Decide, static (_, _, status) => status);
    }

    // I67: every cart that was ever theirs, however long ago. False when one is in the middle of something: this is asked again.
    private async Task<bool> EndCarts(ErasureWork work)
    {
        var carts = new HashSet<CartId>();
        await foreach (var @event in Past())
        {
            if (CartIn(@event) is { } cart) carts.Add(cart);
        }

        foreach (var cart in carts)
        {
            if (await GrainFactory.GetGrain<ICartGrain>(cart.Value).Erase(new(work.Ids)) is CartStatus.Busy or CartStatus.Merging) return false;
        }

        return true;
    }

    // I67: every session that was ever theirs, however long ago. What came by this id while it was merged is in the journals of those it was merged into.
    private async Task<IReadOnlyCollection<SessionId>> SessionsEver()
    {
        var sessions = new HashSet<SessionId>();
        var (asked, toAsk) = (new HashSet<CustomerId> { _id }, new Queue<CustomerId>([_id]));
        while (toAsk.TryDequeue(out var next))
        {
            var past = next == _id ? await VisitsBy(_id) : await GrainFactory.GetGrain<IMergingCustomerGrain>(next.Value).VisitsBy(_id);
            sessions.UnionWith(past.Sessions);
            foreach (var survivor in past.Survivors.Where(asked.Add)) toAsk.Enqueue(survivor);
        }

        return sessions;
    }

    private static CartId? CartIn(CustomerEvent @event) => @event switch
    {
        CartAdopted adopted => adopted.CartId,
        CartKept kept => kept.CartId,
        CustomerAbsorbed absorbed => absorbed.OpenCart,
        CustomerReopened reopened => reopened.Estate.OpenCart,
        _ => null,
    };
}
