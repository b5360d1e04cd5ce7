namespace Omnichannel.Audit.Carts;

/// <summary>What the events of a cart do.</summary>
internal sealed partial class CartState
{
    public void Apply(CartFact fact)
    {
        Answered = Plan;
        _moved.Clear();
        _touched.Clear();
        if (fact.Effect is { } command) Commands.Add(command.Id, fact.At);
        _releases.AddRange(fact.Given);
        switch (fact)
        {
            case CartFact.Plan plan: Begin(plan); break;
            case CartFact.Opened opened: Open(opened); break;
            case CartFact.Added added: EndPlan(); Put(CartLine.Of(added.Line)); break;
            case CartFact.Changed changed: ChangeQuantity(changed); break;
            case CartFact.Removed removed: EndPlan(); Take(removed.LineId); break;
            case CartFact.Held held: EndPlan(); Hold(held.Lines); break;
            case CartFact.Refused or CartFact.MergeRefused or CartFact.Settled: EndPlan(); break;
            case CartFact.Lapsed lapsed: Drop(lapsed.LineId, hold => hold.Id == lapsed.ReservationId); break;
            case CartFact.Released released: _releases.Remove(released.Release); break;
            case CartFact.Repriced repriced: Change(repriced.LineId, line => line with { UnitAmount = repriced.Quote.Amount }); break;
            case CartFact.QuoteRenewed renewed: Change(renewed.LineId, line => line with { UnitAmount = renewed.Quote.Amount }); break;
            case CartFact.Attached attached: EndPlan(); (Customer, HasToken) = (attached.Customer, false); break;
            case CartFact.Reassigned reassigned: EndPlan(); Customer = reassigned.Customer; break;
            case CartFact.Abandoned: DropAll(static _ => true); break;
            case CartFact.Erased erased: Erase(erased); break;
            case CartFact.NotesDestroyed: IsErasing = false; break;
            case CartFact.CheckoutFrozen frozen: Freeze(frozen); break;
            case CartFact.CheckoutRefused refused: EndPlan(); Hold(refused.Lines); break;
            case CartFact.CheckoutCancelled cancelled: Thaw(cancelled.CheckoutId); break;
            case CartFact.CheckoutLapsed lapsed: Thaw(lapsed.CheckoutId); break;
            case CartFact.Offered offered: Offer = new(offered.MergeId, offered.Target, IsClosed: false, CartLine.Bare(Lines)); break;
            case CartFact.OfferEnded: Offer = null; break;
            case CartFact.Closed: Close(); break;
            case CartFact.Reopened reopened: Offer = null; Replace(reopened.Lines); break;
            case CartFact.CodeOffered offered: OfferCode(offered); break;
            case CartFact.CodeTaken taken: TakeCode(taken); break;
            default: EndPlanOf(fact); break;
        }
    }

    private void Begin(CartFact.Plan plan)
    {
        Plan = plan;
        switch (plan)
        {
            case CartFact.Merged merged:
                _merges.Add(new(merged.MergeId, merged.Source, IsUndone: false, CartLine.Bare(Lines), CartLine.Bare(CartLine.Of(merged.SourceLines))));
                foreach (var hold in merged.SourceLines.SelectMany(static line => line.Holds)) Move(hold, -hold.Quantity);
                Replace(merged.Lines);
                break;
            case CartFact.UndoStarted undo:
                var index = _merges.FindLastIndex(merge => merge.Id == undo.MergeId);
                if (index >= 0) _merges[index] = _merges[index] with { IsUndone = true };
                foreach (var hold in undo.SourceLines.SelectMany(static line => line.Holds)) Move(hold, hold.Quantity);
                Replace(undo.Lines);
                break;
        }
    }

    private void EndPlan() => Plan = null;

    private void EndPlanOf(CartFact fact)
    {
        if (fact is CartFact.Noted) EndPlan();
    }

    private void Open(CartFact.Opened opened)
    {
        (Id, OpenedAt, Currency) = (opened.CartId, opened.At, string.Intern(opened.Currency));
        (Customer, HasToken) = (opened.Customer, opened.Token is not null);
    }

    private void Freeze(CartFact.CheckoutFrozen frozen)
    {
        EndPlan();
        Hold(frozen.Lines);
        var units = frozen.Checkout.Lines.Sum(static line => line.Quantity);
        if (_checkouts.Count >= Promises.CartCheckoutsMax) _checkouts.RemoveAt(0);
        _checkouts.Add(new(frozen.Checkout.Id, frozen.Checkout.Total, units, IsFrozen: true));
    }

    private void ChangeQuantity(CartFact.Changed changed)
    {
        EndPlan();
        Change(changed.LineId, line => line with { Quantity = changed.Quantity, ChangedAt = changed.At, Holds = changed.Holds });
    }

    private void Thaw(string checkout)
    {
        var index = _checkouts.FindLastIndex(candidate => candidate.Id == checkout);
        if (index >= 0) _checkouts[index] = _checkouts[index] with { IsFrozen = false };
        DropAll(hold => hold.MadeFor == checkout);
    }

    private void Erase(CartFact.Erased erased)
    {
        (IsErased, IsErasing) = (true, true);
        DropAll(hold => Array.Exists(erased.Releases, release => release.ReservationId == hold.Id));
    }

    private void Close()
    {
        if (Offer is not null) Offer = Offer with { IsClosed = true };
        foreach (var id in _lines.Keys.ToArray()) Take(id);
    }

    private void OfferCode(CartFact.CodeOffered offered)
    {
        _codes.RemoveAll(code => code.HandoverId == offered.HandoverId);
        if (_codes.Count >= Promises.CartHandoversMax) _codes.RemoveAt(0);
        _codes.Add(new(offered.HandoverId, offered.CodeHash, offered.ExpiresAt, null));
    }

    private void TakeCode(CartFact.CodeTaken taken)
    {
        var index = _codes.FindLastIndex(code => code.HandoverId == taken.HandoverId);
        if (index >= 0) _codes[index] = _codes[index] with { TakenBy = taken.Token };
    }

    private void Hold(LineHoldsFact[] lines)
    {
        foreach (var holds in lines) Change(holds.LineId, line => line with { Holds = holds.Holds });
    }

    private void DropAll(Predicate<HoldFact> which)
    {
        foreach (var id in _lines.Keys.ToArray()) Drop(id, which);
    }

    private void Drop(string line, Predicate<HoldFact> which)
    {
        if (Find(line) is { } found && Array.Exists(found.Holds, which)) Put(found with { Holds = [.. found.Holds.Where(hold => !which(hold))] });
    }

    private void Replace(LineFact[] lines)
    {
        foreach (var id in _lines.Keys.ToArray()) Take(id);
        foreach (var line in lines) Put(CartLine.Of(line));
    }

    private void Change(string id, Func<CartLine, CartLine> change)
    {
        if (Find(id) is { } line) Put(change(line));
    }

    private void Put(CartLine line)
    {
        if (Find(line.Id) is { } before) Move(before, -1);
        _lines[line.Id] = line;
        Move(line, 1);
        _touched.Add(line.Id);
    }

    private void Take(string id)
    {
        if (Find(id) is not { } line) return;
        Move(line, -1);
        _lines.Remove(id);
    }

    private void Move(CartLine line, long sign)
    {
        foreach (var hold in line.Holds) Move(hold, sign * hold.Quantity);
    }

    private void Move(HoldFact hold, long units)
    {
        var moved = _moved.GetValueOrDefault(hold.Id) + units;
        if (moved == 0) _moved.Remove(hold.Id);
        else _moved[hold.Id] = moved;
    }
}
