using Omnichannel.Carts;
using Omnichannel.Ids;
using Omnichannel.Journal;
using Orleans.Concurrency;

namespace Omnichannel.Customers;

/// <summary>Drives one merge of two customers, and its undoing, step by step; each step may be asked for any number of times.</summary>
[Reentrant]
public sealed class CustomerMergeGrain : MachineGrain<CustomerMerge, CustomerMergeEvent>, ICustomerMergeGrain
{
    /// <summary>The kind of this entity in the journal. Frozen.</summary>
    public const string Kind = "customer-merge";

    private readonly CustomerMergeId _id;

    public CustomerMergeGrain(GridServices services) : base(services, Kind, CustomerMergeCodec.Instance) => _id = CustomerMergeId.Create(this.GetPrimaryKeyString());

    /// <summary>The step of an undoing by which the cart that a merge took over goes back.</summary>
    public static CommandId GivingBack(CustomerMergeId id) => CommandId.ForStep(Kind, id.Value, "cart-back");

    public async Task<CustomerMergeReply> Merge(MergeCustomers command)
    {
        // Both are there before it begins: an id that nobody has must not be locked for when somebody will.
        if (await Query(0, static (merge, _) => merge.Order is null) && command.Survivor != command.Absorbed)
        {
            var refused = await RefusalOf(command.Survivor);
            if (refused == CustomerMergeStatus.None) refused = await RefusalOf(command.Absorbed);
            if (refused != CustomerMergeStatus.None) return new(refused, command, null);
        }

        var started = await Execute(command, CustomerMergeDecider.Decide, static (_, _, status) => status);
        if (started is not (CustomerMergeStatus.None or CustomerMergeStatus.Merged)) return new(started, command, null);
        await Drive();
        return (await Reply()) with { IsRepeat = started == CustomerMergeStatus.Merged };
    }

    public async Task<CustomerMergeReply> Undo()
    {
        // What has begun is carried to its end first: only then is there something to undo.
        await Drive();
        var (started, order) = await Execute(new UndoMerge(), CustomerMergeDecider.Decide, static (merge, _, status) => (status, merge.Order));
        if (started != CustomerMergeStatus.None) return new(started, order, null, started == CustomerMergeStatus.Undone);
        await Drive();
        var reply = await Reply();
        var refusal = await Query(0, static (merge, _) => merge.Refusal);
        return reply.Status == CustomerMergeStatus.Merged && refusal != CustomerStatus.None ? reply with { Status = CustomerMergeDecider.StatusOf(refusal) } : reply;
    }

    public Task<CustomerMergeReply> Find() => Reply();

    protected override Task OnWake() => Drive();

    private async Task Drive()
    {
        while (true)
        {
            var merge = await Query(0, static (merge, _) => merge.Capture());
            if (merge.Order is null || await Ask(merge, merge.Order) is not { } next) return;
            await Execute(new MergeStepTaken(merge.Step, next), CustomerMergeDecider.Decide, static (merge, _, _) => merge.Step);
        }
    }

    // The answer to the step the merge stands at; null when there is nothing to do, or nothing that can be done now.
    private Task<Func<DateTimeOffset, CustomerMergeEvent>?> Ask(CustomerMergeSnapshot merge, MergeCustomers order) => merge.Step switch
    {
        CustomerMergeStep.Started => Join(order),
        CustomerMergeStep.Refused => Clear(merge, order),
        CustomerMergeStep.Agreed => Point(order),
        CustomerMergeStep.Pointed => Follow(merge, order),
        CustomerMergeStep.Followed => Settle(order, AbsorptionStep.Absorbed, static at => new MergeFinished(at)),
        CustomerMergeStep.UndoStarted => GiveBack(merge, order),
        CustomerMergeStep.UndoAgreed => Part(merge, order),
        CustomerMergeStep.UndoParted => Reopen(merge, order),
        CustomerMergeStep.UndoReopened => MoveBack(merge, order),
        _ => Task.FromResult<Func<DateTimeOffset, CustomerMergeEvent>?>(null),
    };

    private async Task<Func<DateTimeOffset, CustomerMergeEvent>?> Join(MergeCustomers order)
    {
        var locked = await At(order.Absorbed).LockForMerge(new(_id, order.Survivor));
        if (locked.Estate is null) return at => new MergeRefused(at, locked.Status);
        var absorbed = await At(order.Survivor).Absorb(new(_id, locked.Estate));
        return absorbed.Status is CustomerStatus.Done or CustomerStatus.AlreadyDone
            ? at => new MergeAgreed(at, absorbed.Version, absorbed.Identities, absorbed.BroughtCart, absorbed.OpenCart)
            : at => new MergeRefused(at, absorbed.Status);
    }

    private async Task<Func<DateTimeOffset, CustomerMergeEvent>?> Clear(CustomerMergeSnapshot merge, MergeCustomers order)
    {
        var close = new CloseCustomerMerge(_id, merge.Refusal ?? CustomerStatus.None);
        await At(order.Survivor).CloseMerge(close);
        await At(order.Absorbed).CloseMerge(close);
        return static at => new MergeCleared(at);
    }

    private async Task<Func<DateTimeOffset, CustomerMergeEvent>?> Point(MergeCustomers order)
    {
        var pointed = await At(order.Absorbed).CompleteMerge(new(_id));
        return at => new MergePointed(at, pointed.Version);
    }

    private async Task<Func<DateTimeOffset, CustomerMergeEvent>?> Follow(CustomerMergeSnapshot merge, MergeCustomers order)
    {
        foreach (var identity in merge.Identities) await IdentityAt(identity).Move(new(order.Absorbed, merge.AbsorbedVersion, order.Survivor, merge.SurvivorVersion));
        if (merge.BroughtCart is not { } brought) return static at => new MergeFollowed(at, CartStatus.None);
        var status = brought == merge.OpenCart || merge.OpenCart is not { } open
            ? await TakeOver(brought, order)
            : await MergeCarts(open, brought, order);
        if (status is CartStatus.Busy or CartStatus.Merging) return null;
        return at => new MergeFollowed(at, status);
    }

    private async Task<Func<DateTimeOffset, CustomerMergeEvent>?> Settle(MergeCustomers order, AbsorptionStep step, Func<DateTimeOffset, CustomerMergeEvent> next)
    {
        await At(order.Survivor).SettleMerge(new(_id, step));
        return next;
    }

    private async Task<Func<DateTimeOffset, CustomerMergeEvent>?> GiveBack(CustomerMergeSnapshot merge, MergeCustomers order)
    {
        var returned = await At(order.Survivor).ReturnMerged(new(_id, merge.Attempts));
        if (returned.Estate is not { } estate) return at => new UndoRefused(at, returned.Status);
        return at => new UndoAgreed(at, returned.Version, [.. estate.Identities.Select(static identity => identity.Id)], estate.OpenCart);
    }

    private async Task<Func<DateTimeOffset, CustomerMergeEvent>?> Part(CustomerMergeSnapshot merge, MergeCustomers order)
    {
        if (merge.ReturnedCart is not { } cart) return static at => new UndoParted(at, CartStatus.None);
        var wasMerged = cart != merge.OpenCart && merge.OpenCart is not null && IsSuccess(merge.CartStatus);
        var status = wasMerged
            ? (await CartAt(merge.OpenCart!.Value).UndoMerge(new(CartActor.Of(order.Survivor), CartMergeId.Create(_id.Value)))).Status
            : await GiveBack(cart, order);
        if (status is CartStatus.Busy or CartStatus.Merging) return null;
        return at => new UndoParted(at, status, IsSuccess(status) ? cart : null);
    }

    private async Task<Func<DateTimeOffset, CustomerMergeEvent>?> Reopen(CustomerMergeSnapshot merge, MergeCustomers order)
    {
        var returned = await At(order.Survivor).ReturnMerged(new(_id, merge.Attempts));
        if (returned.Estate is not { } estate) return null;
        var reopened = await At(order.Absorbed).ReopenMerged(new(_id, estate with { OpenCart = merge.ReturnedCart }));
        return at => new UndoReopened(at, reopened.Version);
    }

    private async Task<Func<DateTimeOffset, CustomerMergeEvent>?> MoveBack(CustomerMergeSnapshot merge, MergeCustomers order)
    {
        foreach (var identity in merge.Identities) await IdentityAt(identity).Move(new(order.Survivor, merge.SurvivorVersion, order.Absorbed, merge.AbsorbedVersion));
        return await Settle(order, AbsorptionStep.Returned, static at => new UndoFinished(at));
    }

    // A cart that cannot be merged is not lost: it becomes the survivor's, beside the open one.
    private async Task<CartStatus> MergeCarts(CartId open, CartId brought, MergeCustomers order)
    {
        var merged = await CartAt(open).Merge(new(
            CartActor.Of(order.Survivor), CartMergeId.Create(_id.Value), brought, CartActor.Of(order.Absorbed), order.Strategy));
        if (IsSuccess(merged.Status) || merged.Status is CartStatus.Busy or CartStatus.Merging) return merged.Status;
        await TakeOver(brought, order);
        return merged.Status;
    }

    // Also asked by a driver that did not hear of the undoing: what went back stays where it is (I66).
    private async Task<CartStatus> TakeOver(CartId cart, MergeCustomers order) =>
        (await CartAt(cart).Reassign(new(new(CommandId.ForStep(Kind, _id.Value, "cart"), CartActor.Of(order.Absorbed)), order.Survivor, _id))).Status;

    private async Task<CartStatus> GiveBack(CartId cart, MergeCustomers order) =>
        (await CartAt(cart).Reassign(new(new(GivingBack(_id), CartActor.Of(order.Survivor)), order.Absorbed))).Status;

    private async Task<CustomerMergeStatus> RefusalOf(CustomerId id)
    {
        var found = await GrainFactory.GetGrain<ICustomerGrain>(id.Value).Profile();
        if (found.Status != CustomerStatus.Done) return CustomerMergeDecider.StatusOf(found.Status);
        return found.Customer!.Id == id ? CustomerMergeStatus.None : CustomerMergeStatus.AlreadyMerged;
    }

    private async Task<CustomerMergeReply> Reply()
    {
        var merge = await Query(0, static (merge, _) => merge.Capture());
        if (merge.Order is not { } order) return new(CustomerMergeStatus.NotFound, null, null);
        var status = merge.Step switch
        {
            CustomerMergeStep.Refused or CustomerMergeStep.Cleared => CustomerMergeDecider.StatusOf(merge.Refusal ?? CustomerStatus.None),
            CustomerMergeStep.Finished => CustomerMergeStatus.Merged,
            CustomerMergeStep.UndoFinished => CustomerMergeStatus.Undone,
            _ => CustomerMergeStatus.UnderWay,
        };
        var report = merge.Step == CustomerMergeStep.Finished ? await At(order.Survivor).MergeReport(_id) : null;
        return new(status, order, report is null ? null : report with { CartStatus = merge.CartStatus });
    }

    private IMergingCustomerGrain At(CustomerId id) => GrainFactory.GetGrain<IMergingCustomerGrain>(id.Value);

    private IIdentityOwnerGrain IdentityAt(IdentityId id) => GrainFactory.GetGrain<IIdentityOwnerGrain>(id.Value);

    private ICartGrain CartAt(CartId id) => GrainFactory.GetGrain<ICartGrain>(id.Value);

    private static bool IsSuccess(CartStatus status) => status is CartStatus.Done or CartStatus.Exists;
}
