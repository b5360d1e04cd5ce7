using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Simulation.Shop;

/// <summary>What customers, their merges and their visits can be asked.</summary>
internal static class CustomerAsks
{
    public static ShopAsk Register(string customer, string givenName)
    {
        var command = new RegisterCustomer([new FieldChange("givenName", givenName)]);
        return new($"register {customer}", null, async grains => Of((await At(grains, customer).Register(command)).Status));
    }

    public static ShopAsk Claim(string customer, string email)
    {
        var command = new ClaimIdentity(IdentityKind.Email, email);
        return new($"claim {email} for {customer}", null, async grains => Of((await At(grains, customer).ClaimIdentity(command)).Status));
    }

    public static ShopAsk Release(string customer, IdentityId identity) =>
        new($"release {identity} of {customer}", null, async grains => Of((await At(grains, customer).ReleaseIdentity(identity)).Status));

    public static ShopAsk Earn(string customer, string id, long points)
    {
        var command = new EarnPoints(CommandId.Create(id), points);
        return new($"earn {id} for {customer}", new(id, "points-earned"), async grains => Of((await At(grains, customer).EarnPoints(command)).Status));
    }

    public static ShopAsk Spend(string customer, string id, long points)
    {
        var command = new SpendPoints(CommandId.Create(id), points);
        return new($"spend {id} of {customer}", new(id, "points-spent"), async grains => Of((await At(grains, customer).SpendPoints(command)).Status));
    }

    public static ShopAsk Contact(string customer, string id, string subject)
    {
        var command = new RecordTouchpoint(CommandId.Create(id), Channel.Create("phone"), subject);
        return new($"contact {id} of {customer}", new(id, "touchpoint-recorded"), async grains => Of((await At(grains, customer).RecordTouchpoint(command)).Status));
    }

    /// <param name="learn">Told that it was promised.</param>
    public static ShopAsk Erase(string customer, string id, Action learn) => new($"erase {customer} as {id}", null, async grains =>
    {
        var status = (await At(grains, customer).Erase(new(CommandId.Create(id)))).Status;
        if (status is CustomerStatus.Done or CustomerStatus.AlreadyDone) learn();
        return Of(status) with { IsFinal = status != CustomerStatus.MergeUnderWay };
    });

    /// <summary>What the customer says of their past.</summary>
    /// <param name="learn">Told what they said.</param>
    public static ShopAsk Story(string customer, Action<IReadOnlyList<string>> learn) => new($"story of {customer}", null, async grains =>
    {
        var texts = new List<string>();
        for (long? after = 0; ;)
        {
            var page = await At(grains, customer).History(after.Value, Limits.EventsPageMax);
            texts.AddRange(page.Events.Select(static past => past.Json));
            after = page.NextAfter;
            if (after is not null) continue;
            learn(texts);
            return Of(page.Status);
        }
    });

    // As a channel does: a cart is attached to a customer first, and is offered to nobody else.
    public static ShopAsk Adopt(string customer, string cart, string id, CartActor actor) => new($"adopt {cart} for {customer}", null, async grains =>
    {
        var attached = await CartAsks.At(grains, cart).Attach(new(new(CommandId.Create(id), actor), CustomerId.Create(customer)));
        return attached.Status is CartStatus.Done or CartStatus.Exists
            ? Of(await TellAsync(grains, customer, cart))
            : new(attached.Status.ToString(), IsDone: false);
    });

    /// <summary>Says that a cart is theirs; what came to somebody who was erased meanwhile ends.</summary>
    public static async Task<CustomerStatus> TellAsync(IGrainFactory grains, string customer, string cart)
    {
        var adopted = await At(grains, customer).AdoptCart(new(CartId.Create(cart)));
        if (adopted.Status == CustomerStatus.Erased) await CartAsks.At(grains, cart).Erase(new([CustomerId.Create(customer)]));
        return adopted.Status;
    }

    /// <param name="learn">Told every answer that shows the customer.</param>
    public static ShopAsk Profile(string customer, Action<CustomerView> learn) => new($"look at {customer}", null, async grains =>
    {
        var reply = await At(grains, customer).Profile();
        if (reply.Customer is { } view) learn(view);
        return Of(reply.Status);
    });

    public static ShopAsk Merge(string id, string survivor, string absorbed, CartMergeStrategy strategy)
    {
        var command = new MergeCustomers(CustomerId.Create(survivor), CustomerId.Create(absorbed), strategy);
        return new($"merge {absorbed} into {survivor} as {id}", null, async grains => Of(await grains.GetGrain<ICustomerMergeGrain>(id).Merge(command)));
    }

    public static ShopAsk Undo(string id) => new($"undo {id}", null, async grains => Of(await grains.GetGrain<ICustomerMergeGrain>(id).Undo()));

    public static ShopAsk Start(string session)
    {
        var command = new StartSession(Channel.Create("web"), TimeSpan.FromSeconds(Limits.SessionIdleSecondsMin));
        return new($"begin {session}", null, async grains => Of((await grains.GetGrain<ISessionGrain>(session).Start(command)).Status));
    }

    public static ShopAsk Bring(string session, string cart) => new(
        $"bring {cart} to {session}", null, async grains => Of((await grains.GetGrain<ISessionGrain>(session).Touch(new(null, CartId.Create(cart)))).Status));

    public static ShopAsk SignIn(string session, string id, string customer, CartMergeStrategy strategy, CartActor actor)
    {
        var command = new SignInSession(CommandId.Create(id), CustomerId.Create(customer), strategy, actor);
        return new($"sign {customer} in on {session}", null, async grains => Of((await grains.GetGrain<ISessionGrain>(session).SignIn(command)).Status));
    }

    public static ShopAsk SignOut(string session) =>
        new($"sign out of {session}", null, async grains => Of((await grains.GetGrain<ISessionGrain>(session).SignOut(new())).Status));

    public static ICustomerGrain At(IGrainFactory grains, string customer) => grains.GetGrain<ICustomerGrain>(customer);

    private static ShopAnswer Of(CustomerStatus status) => new(status.ToString(), status is CustomerStatus.Done or CustomerStatus.AlreadyDone);

    private static ShopAnswer Of(SessionStatus status) =>
        new(status.ToString(), status is SessionStatus.Done or SessionStatus.AlreadyDone) { IsFinal = status != SessionStatus.UnderWay };

    private static ShopAnswer Of(CustomerMergeReply reply) =>
        new(reply.Status.ToString(), reply.Status is CustomerMergeStatus.Merged or CustomerMergeStatus.Undone) { IsFinal = reply.Status != CustomerMergeStatus.UnderWay };
}
