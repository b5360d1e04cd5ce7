using Omnichannel.Journal;
using Omnichannel.Privacy;
using static Omnichannel.Customers.CustomerGate;

namespace Omnichannel.Customers;

/// <summary>The rules of points and purchases. Pure.</summary>
public static class PointsDecider
{
    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, EarnPoints command, DateTimeOffset now)
    {
        if (!IsText(command.Reason, command.Reference)) return Reject(CustomerStatus.TextOutOfRange);
        if (command.Points is < 1 or > Limits.PointsMax) return Reject(CustomerStatus.PointsOutOfRange);
        var status = Check(customer, CommandBodies.Of(command), now, command.Through);
        if (status != CustomerStatus.None) return Reject(status);

        // Not before the repeat was looked for: what was in time when it was sent first is in time when it is sent again.
        if (command.ExpiresAt <= now) return Reject(CustomerStatus.ExpiryOutOfRange);
        if (customer.Points.Balance + command.Points > Limits.PointsBalanceMax) return Reject(CustomerStatus.BalanceOutOfRange);
        if (customer.Points.Lots.Count >= Limits.PointLotsMax) return Reject(CustomerStatus.TooManyLots);

        // After this point the points must be earned.
        return new(
            CustomerStatus.Done,
            [new PointsEarned(now, command.Id, command.Points, command.ExpiresAt, PersonalText.Of(command.Reason), PersonalText.Of(command.Reference))]);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, SpendPoints command, DateTimeOffset now)
    {
        if (!IsText(command.Reason, command.Reference)) return Reject(CustomerStatus.TextOutOfRange);
        if (command.Points is < 1 or > Limits.PointsMax) return Reject(CustomerStatus.PointsOutOfRange);
        var status = Check(customer, CommandBodies.Of(command), now, command.Through);
        if (status != CustomerStatus.None) return Reject(status);

        if (customer.Points.Balance < command.Points) return Reject(CustomerStatus.InsufficientPoints);

        // After this point the points must be spent.
        return new(CustomerStatus.Done, [new PointsSpent(now, command.Id, command.Points, PersonalText.Of(command.Reason), PersonalText.Of(command.Reference))]);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, RecordPurchase command, DateTimeOffset now)
    {
        if (!command.Total.Currency.IsKnown) return Reject(CustomerStatus.CurrencyUnknown);
        if (command.Total.Amount is < 0 or > Limits.PurchaseTotalMax) return Reject(CustomerStatus.AmountOutOfRange);
        if (command.Units is < 0 or > Limits.QuantityMax) return Reject(CustomerStatus.UnitsOutOfRange);
        if (command.PurchasedAt > now) return Reject(CustomerStatus.TimeOutOfRange);
        var status = Check(customer, CommandBodies.Of(command), now, command.Through);
        if (status != CustomerStatus.None) return Reject(status);

        var sums = customer.Purchases;
        if (sums.SpentIn(command.Total.Currency) + command.Total.Amount > Limits.PurchaseSumMax) return Reject(CustomerStatus.BalanceOutOfRange);
        var isNew = sums.Spent.All(money => money.Currency != command.Total.Currency);
        if (isNew && sums.Spent.Length >= Limits.PurchaseCurrenciesMax) return Reject(CustomerStatus.TooManyCurrencies);

        // After this point the purchase must be recorded.
        return new(CustomerStatus.Done, [new PurchaseRecorded(now, command.Id, command.Total, command.Units, command.Channel, command.PurchasedAt)]);
    }

    /// <summary>Points whose time has come, up to <see cref="Limits.ExpiriesPerTurnMax"/>.</summary>
    public static CustomerEvent[] DecideExpired(Customer customer, DateTimeOffset now)
    {
        if (customer.Lock is not null || customer.Points.NextExpiryAt is not { } next || next > now) return [];
        return
        [
            .. customer.Points.Lots
                .TakeWhile(lot => lot.ExpiresAt <= now)
                .Take(Limits.ExpiriesPerTurnMax)
                .Select(lot => new PointsExpired(now, lot.Id, lot.Owner, lot.Points)),
        ];
    }

    private static bool IsText(string? reason, string? reference) => PersonalRules.IsLineOrAbsent(reason) && PersonalRules.IsLineOrAbsent(reference);
}
