using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Carts;

/// <summary>The arithmetic of holds. Pure.</summary>
internal static class CartHolds
{
    /// <summary>The name of a new hold: the same for the same line at the same version of its cart, and no other. At most 60 characters.</summary>
    public static ReservationId NewId(Cart cart, CartLineId line, int index)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{cart.Id}/{line}"));
        return ReservationId.Create(string.Create(CultureInfo.InvariantCulture, $"cart-{Convert.ToHexStringLower(digest.AsSpan(0, 16))}-{cart.Version}-{index}"));
    }

    /// <summary>What to ask so that all of a line is held until then.</summary>
    public static IEnumerable<HoldAsk> AsksFor(Cart cart, CartLine line, DateTimeOffset until)
    {
        var index = 0;
        foreach (var hold in line.Holds)
        {
            yield return new(line.Id, line.Sku, line.Fulfilment.Location, hold.Id, NewId(cart, line.Id, ++index), hold.Quantity, until);
        }

        if (line.Missing > 0) yield return New(cart, line, line.Missing, until);
    }

    public static HoldAsk New(Cart cart, CartLine line, long quantity, DateTimeOffset until) =>
        new(line.Id, line.Sku, line.Fulfilment.Location, null, NewId(cart, line.Id, 0), quantity, until);

    /// <summary>The holds of a line after its asks were answered.</summary>
    public static CartHold[] After(CartLine line, IEnumerable<(HoldAsk Ask, HoldAnswer Answer)> answered, CheckoutId? madeFor = null)
    {
        var holds = line.Holds.ToList();
        foreach (var (ask, answer) in answered)
        {
            var index = holds.FindIndex(hold => hold.Id == ask.Existing);
            if (index >= 0 && answer.Held == ask.Existing) holds[index] = holds[index] with { ExpiresAt = answer.ExpiresAt!.Value };
            else if (index >= 0) holds.RemoveAt(index);
            if (answer.Held is { } held && held != ask.Existing) holds.Add(new(held, answer.Quantity, answer.ExpiresAt!.Value, MadeFor: madeFor));
        }

        return [.. holds];
    }

    /// <summary>Gives back what is held beyond a quantity, the newest first.</summary>
    public static CartHold[] Trim(Cart cart, CartLine line, long quantity, List<HoldRelease> releases)
    {
        var (holds, surplus) = (line.Holds.ToList(), line.Held - quantity);
        for (var index = holds.Count - 1; surplus > 0; index--)
        {
            var hold = holds[index];
            if (hold.Quantity <= surplus)
            {
                releases.Add(new(hold.Id, line.Sku, line.Fulfilment.Location));
                holds.RemoveAt(index);
                surplus -= hold.Quantity;
                continue;
            }

            // Some of a hold is given back under an id that no caller can send, so that a retry is not a second release.
            var command = CommandId.ForStep("cart", cart.Id.Value, cart.Version.ToString(CultureInfo.InvariantCulture));
            releases.Add(new(hold.Id, line.Sku, line.Fulfilment.Location, surplus, command));
            holds[index] = hold with { Quantity = hold.Quantity - surplus, Cuts = hold.Cuts + 1 };
            surplus = 0;
        }

        return [.. holds];
    }

    public static IEnumerable<HoldRelease> ReleasesOf(CartLine line) => line.Holds.Select(hold => new HoldRelease(hold.Id, line.Sku, line.Fulfilment.Location));
}
