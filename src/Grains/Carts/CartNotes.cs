using Omnichannel.Customers;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Carts;

/// <summary>What a cart does with notes: they are sealed with a key of the cart, wherever they are copied to, and the key ends when its customer is erased.</summary>
public sealed partial class CartGrain
{
    // The customer who was told of this cart last. Told once is told for good.
    private CustomerId? _knows;

    /// <summary>Whose key it is, among all that have one.</summary>
    public static string KeyOwner(CartId id) => $"{Kind}/{id}";

    public async Task<CartStatus> Erase(EraseCart command)
    {
        await CatchUp();
        await Finish();
        var (status, releases) = await Execute(command, CartErasureDecider.Decide, static (cart, _, status) => (status, cart.Releases.ToArray()));
        if (status is not (CartStatus.Done or CartStatus.Exists)) return status;
        await GiveBack(releases);
        return await DriveErasure() ? CartStatus.Done : CartStatus.Busy;
    }

    protected override async Task<bool> BringKeys()
    {
        var missing = _ring.Missing.ToArray();
        foreach (var owner in missing) await BringKey(owner);
        return missing.Length > 0;
    }

    // Notes that come with the lines of another cart are notes like its own: the customer knows of this cart before they are in it. Null, or why they cannot come.
    private async Task<CartStatus?> BringKeysOf(IEnumerable<OfferedLine> lines)
    {
        var noted = lines.Where(static line => line.Note is not null).ToArray();
        var refused = noted.Length > 0 && await Query(0, static (cart, _) => cart.Customer) is { } customer ? await RefusesToKnow(customer) : null;
        if (refused == CartStatus.Busy)
            throw new GridUnavailableException(Unavailability.Busy, $"cart {_id}: its customer is being merged. Repeat the call with the same id.");
        await BringKeysOf(noted.Select(static line => line.NoteOwner));
        return refused;
    }

    private async Task BringKeysOf(IEnumerable<string?> owners)
    {
        foreach (var owner in owners.Select(owner => owner ?? _ring.Owner).Distinct())
        {
            if (!_ring.Has(owner)) await BringKey(owner);
        }
    }

    // The key of this cart is made when it is needed first. That of another one is there, or was destroyed: no text has gone out under it before it was made.
    private async Task BringKey(string owner) => _ring.Bring(owner, await KeyAnswers.Ask(Unavailability.Busy, async () => owner == _ring.Owner
        ? await _keys.GetOrCreateAsync(owner, CancellationToken.None)
        : await _keys.FindAsync(owner, CancellationToken.None)));

    // I67: decided on the cart of whom was asked, or on none: who makes it theirs meanwhile may have found no note in it.
    private async Task<CartReply> ChangeWithNote<TCommand>(
        TCommand command, CartCommand header, Func<Cart, TCommand, DateTimeOffset, Decision<CartStatus, CartEvent>> decide)
    {
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            var (refused, customer) = await RefusesNote(header.Actor);
            if (refused is { } status) return new(status, null, []);
            var reply = await Change((Command: command, Customer: customer, Decide: decide), header, static (cart, asked, now) =>
                IfStill(cart.Customer == asked.Customer, asked.Decide(cart, asked.Command, now)));
            if (reply.Status != CartStatus.None) return reply;
        }

        throw Contended();
    }

    // None when the cart is not any more what the customer was asked about: then the customer is asked again.
    private static Decision<CartStatus, CartEvent> IfStill(bool isSame, Decision<CartStatus, CartEvent> decision) =>
        isSame || decision.Events.Length == 0 ? decision : CartAccess.Reject(CartStatus.None);

    // Before the first note: whoever erases the customer must find the cart, so the customer knows of it before there is anything to be read in it.
    private async Task<(CartStatus? Refused, CustomerId? Customer)> RefusesNote(CartActor actor)
    {
        var customer = await Query(0, static (cart, _) => cart.Customer);
        if (_ring.Own is not null && (customer is null || customer == _knows)) return (null, customer);

        // Who is refused anyway is told so by the rules, and needs no key.
        if (await Refuses(actor) is not null) return (null, customer);

        // The key is there before the customer is looked for, and looked for in the journal: whoever attaches the cart meanwhile asks for the key.
        var key = await KeyAnswers.Ask(Unavailability.Busy, () => _keys.GetOrCreateAsync(_ring.Owner, CancellationToken.None));
        await CatchUp();
        customer = await Query(0, static (cart, _) => cart.Customer);
        if (customer is { } owner && await RefusesToKnow(owner) is { } refused) return (refused, customer);
        _knows = customer;
        _ring.Bring(_ring.Owner, key);
        return (null, customer);
    }

    // Likewise before a cart with notes becomes a customer's, as it stands at that version. A note that comes meanwhile makes another one, and so does the erasure of the customer.
    private async Task<(CartStatus? Refused, long Version)> RefusesOwner(AttachCart command)
    {
        await CatchUp();
        var (isDecided, version) = await Query(0, static (cart, _) => (cart.Customer is not null || !cart.IsOpened, cart.Version));
        if (isDecided) return (null, version);
        var mayHaveNotes = _ring.Own is not null || await Query(0, static (cart, _) => cart.HasMerged)
            || await KeyAnswers.Ask(Unavailability.Busy, () => _keys.FindAsync(_ring.Owner, CancellationToken.None)) is not null;
        return (mayHaveNotes ? await RefusesToKnow(command.Customer) : null, version);
    }

    // An id that nobody has registered may own carts, and cannot be erased.
    private async Task<CartStatus?> RefusesToKnow(CustomerId customer) => await GrainFactory.GetGrain<ICustomerGrain>(customer.Value).KeepCart(new(_id)) switch
    {
        CustomerStatus.Erased => CartStatus.OwnerErased,
        CustomerStatus.MergeUnderWay => CartStatus.Busy,
        _ => null,
    };

    /// <summary>False when a cart that was merged into this one is in the middle of something: this is asked again.</summary>
    private async Task<bool> DriveErasure()
    {
        if (await Query(0, static (cart, _) => cart.Erasure != ErasureStep.Begun)) return true;
        foreach (var source in await MergedSources())
        {
            if (await CartOf(source).Erase(new([], _id)) is CartStatus.Busy or CartStatus.Merging) return false;
        }

        await KeyAnswers.Ask(Unavailability.OutcomeUnknown, () => _keys.DestroyAsync(_ring.Owner, CancellationToken.None));
        _ring.Own = DataKey.Destroyed;
        await Execute(new CartErasureDecider.Done(), CartErasureDecider.Decide, static (_, _, status) => status);
        return true;
    }

    // All that were merged into this one and not taken back, however long ago.
    private async Task<IReadOnlyCollection<CartId>> MergedSources()
    {
        var sources = new Dictionary<CartMergeId, CartId>();
        for (long after = 0; ;)
        {
            var page = await ReadHistory(after, Limits.EventsPageMax);
            foreach (var (_, past) in page)
            {
                if (past is CartMerged merged) sources[merged.MergeId] = merged.Source;
                if (past is CartMergeUndoStarted undo) sources.Remove(undo.MergeId);
            }

            if (page.Count == 0) return sources.Values;
            after = page[^1].Version;
        }
    }

    // What its owner is told of the past: as it was before it was sealed.
    private Task<EventPage> ReadEventsInClear(long afterVersion, int limit) => ReadEventsInClear(afterVersion, limit, @event => CartCodec.InClear(_ring, @event));
}
