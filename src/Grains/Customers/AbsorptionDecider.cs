using Omnichannel.Carts;
using Omnichannel.Journal;
using Omnichannel.Privacy;
using static Omnichannel.Customers.CustomerGate;

namespace Omnichannel.Customers;

[GenerateSerializer, Immutable, Alias("lock-customer")]
public sealed record LockCustomer([property: Id(0)] CustomerMergeId Id, [property: Id(1)] CustomerId Survivor);

[GenerateSerializer, Immutable, Alias("absorb-customer")]
public sealed record AbsorbCustomer([property: Id(0)] CustomerMergeId Id, [property: Id(1)] CustomerEstate Estate);

[GenerateSerializer, Immutable, Alias("close-customer-merge")]
public sealed record CloseCustomerMerge([property: Id(0)] CustomerMergeId Id, [property: Id(1)] CustomerStatus Status);

[GenerateSerializer, Immutable, Alias("complete-customer-merge")]
public sealed record CompleteCustomerMerge([property: Id(0)] CustomerMergeId Id);

[GenerateSerializer, Immutable, Alias("settle-absorption")]
public sealed record SettleAbsorption([property: Id(0)] CustomerMergeId Id, [property: Id(1)] AbsorptionStep Step);

/// <param name="Attempt">From 1. A refused attempt stays refused; the next one is judged anew.</param>
[GenerateSerializer, Immutable, Alias("return-customer")]
public sealed record ReturnCustomer([property: Id(0)] CustomerMergeId Id, [property: Id(1)] int Attempt);

[GenerateSerializer, Immutable, Alias("reopen-customer")]
public sealed record ReopenCustomer([property: Id(0)] CustomerMergeId Id, [property: Id(1)] ReturnedEstate Estate);

/// <summary>The rules by which two customers become one, and two again. Pure.</summary>
/// <remarks>
/// <para>Profile: a field of the survivor stays; what it lacks is taken over, addresses as a whole. Consents: the later word counts. Points, with their
/// ends, identities, purchases, contacts and sessions: all of both. The open cart of the survivor stays; when it has none, the other one's.</para>
/// <para>A refusal stands: the coordinator acts on it, so it must not turn into consent for somebody who asks later in its name.</para>
/// </remarks>
public static class AbsorptionDecider
{
    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, LockCustomer command, DateTimeOffset now)
    {
        if (customer.Lock is { } held && held.Id == command.Id) return Reject(CustomerStatus.AlreadyDone);
        if (customer.FindClosed(command.Id) is { } closed) return Reject(closed.Status);
        if (CheckPresence(customer) is CustomerStatus.NotFound) return Reject(CustomerStatus.NotFound);
        var status = Check(customer);
        if (status == CustomerStatus.None && (customer.Unsettled is not null || customer.Identities.HasPending)) status = CustomerStatus.MergeUnderWay;
        if (status != CustomerStatus.None) return new(status, [new MergeClosed(now, command.Id, status)]);
        return new(CustomerStatus.Done, [new MergeLocked(now, command.Id, command.Survivor)]);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, AbsorbCustomer command, DateTimeOffset now)
    {
        if (customer.FindAbsorption(command.Id) is not null) return Reject(CustomerStatus.AlreadyDone);
        if (customer.FindClosed(command.Id) is { } closed) return Reject(closed.Status);
        if (CheckPresence(customer) is CustomerStatus.NotFound) return Reject(CustomerStatus.NotFound);
        var status = Check(customer);
        if (status == CustomerStatus.None) status = CheckRoom(customer, command.Estate);
        if (status != CustomerStatus.None) return new(status, [new MergeClosed(now, command.Id, status)]);

        // After this point the two are one.
        return new(CustomerStatus.Done, [Absorb(customer, command, now)]);
    }

    /// <summary>Gives up a merge that one of the two refused.</summary>
    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, CloseCustomerMerge command, DateTimeOffset now) =>
        customer.FindClosed(command.Id) is not null || customer.MergedInto is not null
            ? Reject(CustomerStatus.AlreadyDone)
            : new(CustomerStatus.Done, [new MergeClosed(now, command.Id, command.Status)]);

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, CompleteCustomerMerge command, DateTimeOffset now) =>
        customer.Lock is { IsMerged: false } held && held.Id == command.Id
            ? new(CustomerStatus.Done, [new CustomerMerged(now, command.Id, held.Survivor)])
            : Reject(CustomerStatus.AlreadyDone);

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, SettleAbsorption command, DateTimeOffset now) =>
        customer.FindAbsorption(command.Id) is { } absorption && absorption.Step == command.Step
            ? new(CustomerStatus.Done, [new AbsorptionSettled(now, command.Id)])
            : Reject(CustomerStatus.AlreadyDone);

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, ReturnCustomer command, DateTimeOffset now)
    {
        if (customer.FindAbsorption(command.Id) is not { } absorption) return Reject(CustomerStatus.NotFound);
        if (absorption.Step == AbsorptionStep.Returned) return Reject(CustomerStatus.AlreadyDone);
        if (absorption.Refusal is { } earlier && earlier.Attempt >= command.Attempt) return Reject(earlier.Status);
        var status = Check(customer);
        if (status == CustomerStatus.Erased) return Reject(status);
        if (status == CustomerStatus.None && (customer.Unsettled is not null || customer.Identities.HasPending)) status = CustomerStatus.MergeUnderWay;

        // The one that came last goes first: what a later merge brought rests on what an earlier one left.
        if (status == CustomerStatus.None && customer.Absorptions[^1].Id != absorption.Id) status = CustomerStatus.LaterMergeExists;
        if (status != CustomerStatus.None) return new(status, [new ReturnRefused(now, command.Id, command.Attempt, status)]);

        // After this point the two are two again.
        return new(CustomerStatus.Done, [new AbsorptionReturned(now, command.Id, Return(customer, absorption))]);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, ReopenCustomer command, DateTimeOffset now) =>
        customer.Lock is { IsMerged: true } merged && merged.Id == command.Id
            ? new(CustomerStatus.Done, [new CustomerReopened(now, command.Id, command.Estate)])
            : Reject(CustomerStatus.AlreadyDone);

    /// <summary>Everything a locked customer has; the same again however often it is asked, because it stands still.</summary>
    public static CustomerEstate EstateOf(Customer customer) => new CustomerEstate(
        customer.Id!.Value,
        [.. customer.Profile.Fields.Select(static field => field.Copied())],
        [.. customer.Identities.Identities],
        [.. customer.Consents.Consents],
        [.. customer.Points.Lots],
        customer.Purchases,
        ContactsOf(customer),
        [.. customer.Sessions],
        [.. customer.Absorptions.SelectMany(static absorption => absorption.Absorbed.Append(absorption.Customer))],
        customer.OpenCart).OwnedBy(CustomerGrain.KeyOwner(customer.Id!.Value));

    /// <summary>Who may be named as the owner of what a merge brought; nobody when there was no such merge.</summary>
    public static IReadOnlyList<string> BroughtBy(Customer customer, CustomerMergeId id) => customer.FindAbsorption(id) is { } absorption
        ? [OwnerOf(absorption), .. (VisitsThrough(customer, absorption) ?? []).Select(static visit => visit.DeviceId?.Owner).OfType<string>()]
        : [];

    // As many as one customer keeps: the rest is in the journal of those it came from.
    private static ContactSnapshot ContactsOf(Customer customer)
    {
        var contacts = new ContactHistory();
        foreach (var touchpoint in customer.AllTouchpoints) contacts.Record(touchpoint);
        foreach (var feedback in customer.AllFeedback) contacts.Give(feedback);
        return contacts.Capture();
    }

    private static CustomerStatus CheckRoom(Customer customer, CustomerEstate estate)
    {
        if (customer.Unsettled is not null || customer.Identities.HasPending) return CustomerStatus.MergeUnderWay;
        if (customer.Identities.Count + estate.Identities.Length > Limits.IdentitiesMax) return CustomerStatus.TooManyIdentities;
        if (customer.Points.Lots.Count + estate.Lots.Length > Limits.PointLotsMax) return CustomerStatus.TooManyLots;
        if (customer.Points.Balance + estate.Lots.Sum(static lot => lot.Points) > Limits.PointsBalanceMax) return CustomerStatus.BalanceOutOfRange;
        var sum = customer.Purchases + estate.Purchases;
        if (sum.Spent.Length > Limits.PurchaseCurrenciesMax) return CustomerStatus.TooManyCurrencies;
        if (sum.Spent.Any(static money => money.Amount > Limits.PurchaseSumMax)) return CustomerStatus.BalanceOutOfRange;
        return customer.Absorptions.Count >= Limits.AbsorptionsMax ? CustomerStatus.TooManyMerges : CustomerStatus.None;
    }

    private static CustomerAbsorbed Absorb(Customer customer, AbsorbCustomer command, DateTimeOffset now)
    {
        var estate = command.Estate;
        var (taken, kept, dropped) = Profiles(customer.Profile, estate.Profile);
        var sequence = customer.Version + 1;
        return new(
            now,
            command.Id,
            estate.Customer,
            taken,
            kept,
            dropped,
            [.. estate.Consents
                .Where(consent => IsLater(consent, customer.Consents.Find(consent.Purpose, consent.Channel)))
                .Select(consent => consent with { Origin = command.Id })],
            [.. estate.Identities.Select(identity => identity with { Origin = command.Id, Sequence = sequence })],
            estate.Lots,
            estate.Purchases,
            estate.Contacts,
            [.. estate.Sessions.Select(session => session with { Origin = command.Id })],
            estate.Absorbed,
            TakesCart: customer.OpenCart is null && estate.OpenCart is not null,
            estate.OpenCart);
    }

    private static (ProfileChange[] Taken, PersonalText[] Kept, PersonalText[] Dropped) Profiles(Profile survivor, ProfileChange[] estate)
    {
        var (taken, kept, dropped) = (new List<ProfileChange>(), new List<PersonalText>(), new List<PersonalText>());
        foreach (var unit in estate.Where(static change => change.Path.Value is not null).GroupBy(static change => ProfilePath.AddressOf(change.Path.Value!) ?? change.Path.Value!))
        {
            // An address is taken as a whole or not at all: half of one and half of another is the address of nobody.
            var isTaken = ProfilePath.IsGroup(unit.Key) ? !survivor.FieldsIn(unit.Key).Any() : survivor.Find(unit.Key) is null;
            var isSame = unit.All(change => survivor.Find(change.Path.Value!) == change.Value?.Value);
            if (!isTaken && isSame) continue;
            var changes = taken.Concat(unit).Select(static change => new FieldChange(change.Path.Value!, change.Value?.Value)).ToArray();
            if (!isTaken) kept.AddRange(unit.Select(static change => change.Path));
            else if (ProfileDecider.CheckWhole(survivor, changes) == CustomerStatus.None) taken.AddRange(unit);
            else dropped.AddRange(unit.Select(static change => change.Path));
        }

        return ([.. taken], [.. kept], [.. dropped]);
    }

    private static bool IsLater(Consent candidate, Consent? current) =>
        current is null || candidate.At > current.At || (candidate.At == current.At && candidate.State == ConsentState.Withdrawn && current.State == ConsentState.Granted);

    private static ReturnedEstate Return(Customer customer, Absorption absorption) => new(
        [.. customer.Points.Lots.Where(lot => absorption.Brought(lot.Owner))],
        [.. customer.Identities.Identities
            .Where(identity => identity.Origin == absorption.Id)
            .Select(identity => identity with { Value = identity.Value.OwnedBy(OwnerOf(absorption)) })],
        [.. absorption.Contacts.Touchpoints.Select(touchpoint => touchpoint.OwnedBy(OwnerOf(absorption)))],
        [.. customer.Sessions.Where(session => session.Origin == absorption.Id).Select(static session => session.Id)],
        ReturnedCart(customer, absorption),
        Known(customer, absorption),
        VisitsThrough(customer, absorption));

    // I11: whoever repeats by the other id what had its effect here is told so.
    private static RememberedBody[]? Known(Customer customer, Absorption absorption)
    {
        var known = customer.Commands.Since(absorption.At).Select(RememberedBody.Of).ToArray();
        return known.Length == 0 ? null : known;
    }

    // I66: the other one takes them for its own; those that came by an id that is merged into it go further, should that be undone too.
    private static LiveSession[]? VisitsThrough(Customer customer, Absorption absorption)
    {
        var visits = customer.Sessions
            .Where(session => session.Origin == absorption.Id && session.Through is not null)
            .Select(session => session.OwnedBy(OwnerOf(absorption)) with { Origin = null, Through = session.Through == absorption.Customer ? null : session.Through })
            .ToArray();
        return visits.Length == 0 ? null : visits;
    }

    // What was brought before copies kept their owners is given one: it goes back to whom it is about.
    private static string OwnerOf(Absorption absorption) => CustomerGrain.KeyOwner(absorption.Customer);

    // A cart that was taken over goes back while it is still the open one; one that was merged comes back by undoing that merge.
    private static CartId? ReturnedCart(Customer customer, Absorption absorption) =>
        !absorption.TookCart || customer.OpenCart == absorption.OpenCart ? absorption.OpenCart : null;
}
