using Omnichannel.Customers;
using Omnichannel.Journal;

namespace Omnichannel.Carts;

/// <summary>What the events of a cart do.</summary>
public sealed partial class Cart
{
    protected override void On(CartEvent @event)
    {
        switch (@event)
        {
            case CartPlan plan: OnPlan(plan); break;
            case CartOpened opened: OnOpened(opened); break;
            case LineAdded added: OnChanged(added.At, added.Command); _lines.Add(added.Line.Id, added.Line); break;
            case QuantityChanged changed: OnQuantityChanged(changed); break;
            case LineRemoved removed: OnRemoved(removed); break;
            case LinesHeld held: OnHeld(held); break;
            case ChangeRefused refused: EndPlan(); Outcome = new(refused.Command.Id.Value, refused.Status, refused.Shortages); break;
            case HoldLapsed lapsed: OnLapsed(lapsed); break;
            case HoldReleased released: OnReleased(released); break;
            case NoteWritten written: OnNote(written); break;
            case LinePriceChanged changed: Change(changed.LineId, line => line with { Current = changed.Current }); break;
            case LineRepriced repriced: Change(repriced.LineId, line => line with { Quote = repriced.Quote, Current = null }); break;
            case QuoteRenewed renewed: Change(renewed.LineId, line => line with { Quote = renewed.Quote, Current = null }); break;
            case CartAttached attached: OnChanged(attached.At, attached.Command, isInCart: false); Customer = attached.Customer; _grants.Clear(); break;
            case CartReassigned reassigned: OnReassigned(reassigned); break;
            case CartAbandoned abandoned: OnAbandoned(abandoned); break;
            case CheckoutFrozen frozen: OnFrozen(frozen); break;
            case CheckoutRefused refused: OnRefused(refused); break;
            case CheckoutCancelled cancelled: OnCheckoutEnded(cancelled.CheckoutId, CheckoutState.Cancelled, cancelled.Releases); ActiveAt = cancelled.At; break;
            case CheckoutLapsed lapsed: OnCheckoutEnded(lapsed.CheckoutId, CheckoutState.Lapsed, lapsed.Releases); break;
            case CartMergeRefused refused: EndPlan(); Outcome = new(refused.MergeId.Value, refused.Status, []); break;
            case CartMergeSettled: EndPlan(); break;
            case CartOffered offered: Offer = new(offered.MergeId, offered.Target, IsClosed: false); break;
            case CartOfferEnded ended: OnOfferEnded(ended); break;
            case CartClosed: OnClosed(); break;
            case CartReopened reopened: OnReopened(reopened); break;
            case HandoverOffered offered: OnHandoverOffered(offered); break;
            case HandoverTaken taken: OnHandoverTaken(taken); break;
            case CartErased erased: OnErased(erased); break;
            case CartNotesDestroyed: OnNotesDestroyed(); break;
            case CartOwnerErased: break;
            default: throw new ArgumentException($"{@event.GetType().Name} is not an event of a cart.", nameof(@event));
        }
    }

    private void OnPlan(CartPlan plan)
    {
        // I44: one plan at a time; a merge alone goes from plan to plan.
        var isNext = plan is CartMergePlanned ? Plan is CartMergeStarted : plan is CartMerged ? Plan is CartMergePlanned : Plan is null;
        Invariant.Holds(44, isNext, "a cart waits for one thing at a time");
        Plan = plan;
        PlanVersion = Version + 1;
        switch (plan)
        {
            case CartMerged merged: OnMerged(merged); break;
            case CartMergeUndoStarted undo: OnUndo(undo); break;
        }
    }

    private void EndPlan()
    {
        Invariant.Holds(44, Plan is not null, "only a plan that is under way can end");
        Plan = null;
    }

    // What its owner does is remembered, ends the plan that led to it, and brings an abandoned cart back to life.
    private void OnChanged(DateTimeOffset at, RememberedCommand command, bool isInCart = true)
    {
        Plan = null;
        IsAbandoned = false;
        ActiveAt = at;
        if (isInCart) LinesVersion = Version + 1;
        Forget(command.Id.Value);
        Commands.Forget(at);
        Commands.Remember(command, at);
    }

    // A refusal of an earlier try is not the answer to this one.
    private void Forget(string id) => Outcome = Outcome?.Id == id ? null : Outcome;

    private void OnOpened(CartOpened opened)
    {
        Invariant.Holds(46, Version == 0, "a cart is opened once");
        ActiveAt = opened.At;
        (Id, Currency, Channel, Group, Customer) = (opened.CartId, opened.Currency, opened.Channel, opened.Group, opened.Customer);
        AbandonAfter = TimeSpan.FromSeconds(opened.AbandonAfterSeconds);
        if (opened.Token is { } token) _grants.Add(new(token, opened.Channel, null));
    }

    private void OnQuantityChanged(QuantityChanged changed)
    {
        OnChanged(changed.At, changed.Command);
        Change(changed.LineId, line => line with { Quantity = changed.Quantity, Holds = changed.Holds, ChangedAt = changed.At });
        _releases.AddRange(changed.Releases);
    }

    private void OnRemoved(LineRemoved removed)
    {
        OnChanged(removed.At, removed.Command);
        _lines.Remove(removed.LineId);
        _releases.AddRange(removed.Releases);
    }

    private void OnHeld(LinesHeld held)
    {
        OnChanged(held.At, held.Command, isInCart: false);
        OnHolds(held.Lines);
        Outcome = new(held.Command.Id.Value, CartStatus.Done, held.Shortages);
    }

    private void OnHolds(LineHolds[] lines)
    {
        foreach (var holds in lines) Change(holds.LineId, line => line with { Holds = holds.Holds });
    }

    private void OnLapsed(HoldLapsed lapsed) =>
        Change(lapsed.LineId, line => line with { Holds = [.. line.Holds.Where(hold => hold.Id != lapsed.ReservationId)] });

    private void OnReleased(HoldReleased released) =>
        Invariant.Holds(43, _releases.Remove(released.Release), "only what was to be given back is given back, and once");

    private void OnNote(NoteWritten written)
    {
        OnChanged(written.At, written.Command, isInCart: written.LineId is not null);
        if (written.LineId is { } id) Change(id, line => line with { Note = written.Note });
        else Note = written.Note;
    }

    private void OnReassigned(CartReassigned reassigned)
    {
        Invariant.Holds(46, Customer == reassigned.Previous, "a cart is taken from the customer who owns it");
        OnChanged(reassigned.At, reassigned.Command, isInCart: false);
        Customer = reassigned.Customer;
    }

    private void OnAbandoned(CartAbandoned abandoned)
    {
        IsAbandoned = true;
        _releases.AddRange(abandoned.Releases);
        foreach (var line in _lines.Values.ToArray()) _lines[line.Id] = line with { Holds = [] };
    }

    private void OnFrozen(CheckoutFrozen frozen)
    {
        Invariant.Holds(44, Plan is CheckoutStarted started && started.CheckoutId == frozen.Checkout.Id, "only a checkout that was started is frozen");
        EndPlan();
        Forget(frozen.Checkout.Id.Value);
        OnHolds(frozen.Lines);
        Invariant.Holds(45, _lines.Values.All(static line => line.Missing == 0), "all lines of a frozen checkout are held");
        Keep(_checkouts, frozen.Checkout, Limits.CartCheckoutsMax);
        (ActiveAt, IsAbandoned, LinesVersion) = (frozen.At, false, Version + 1);
    }

    private void OnRefused(CheckoutRefused refused)
    {
        EndPlan();
        OnHolds(refused.Lines);
        _releases.AddRange(refused.Releases);
        Outcome = new(refused.CheckoutId.Value, CartStatus.InsufficientStock, refused.Shortages);
    }

    private void OnCheckoutEnded(CheckoutId id, CheckoutState state, HoldRelease[] releases)
    {
        var index = _checkouts.FindIndex(checkout => checkout.Id == id && checkout.State == CheckoutState.Frozen);
        Invariant.Holds(50, index >= 0, "only a frozen checkout ends");
        _checkouts[index] = _checkouts[index] with { State = state };
        _releases.AddRange(releases);
        foreach (var line in _lines.Values.Where(static line => line.Holds.Length > 0).ToArray())
            _lines[line.Id] = line with { Holds = [.. line.Holds.Where(hold => hold.MadeFor != id)] };
    }

    private void OnMerged(CartMerged merged)
    {
        Forget(merged.MergeId.Value);
        Keep(_merges, new(merged, [.. _lines.Values], Version + 1, IsUndone: false), Limits.CartMergesMax);
        Replace(merged.Lines);
        _releases.AddRange(merged.Releases);
        (ActiveAt, IsAbandoned) = (merged.At, false);
    }

    private void OnUndo(CartMergeUndoStarted undo)
    {
        var index = _merges.FindLastIndex(merge => merge.Merged.MergeId == undo.MergeId);
        Invariant.Holds(47, index >= 0 && !_merges[index].IsUndone, "a merge is taken back once");
        _merges[index] = _merges[index] with { IsUndone = true };
        Replace(undo.Lines);
        _releases.AddRange(undo.Releases);
    }

    private void OnOfferEnded(CartOfferEnded ended)
    {
        Invariant.Holds(47, Offer is { IsClosed: false } offer && offer.MergeId == ended.MergeId, "only a cart that stands still for a merge goes on without it");
        Offer = null;
    }

    private void OnClosed()
    {
        Offer = Offer! with { IsClosed = true };
        _lines.Clear();
    }

    private void OnReopened(CartReopened reopened)
    {
        Invariant.Holds(47, Offer is { IsClosed: true } closed && closed.MergeId == reopened.MergeId, "only the merge that closed a cart opens it again");
        (Offer, ReopenedFrom, ActiveAt) = (null, reopened.MergeId, reopened.At);
        Replace(reopened.Lines);
        if (Erasure != ErasureStep.None) DropNotes();
    }

    private void OnErased(CartErased erased)
    {
        Invariant.Holds(67, Erasure == ErasureStep.None && Plan is null, "a cart that waits for nothing is erased, and once");
        Erasure = ErasureStep.Begun;
        _releases.AddRange(erased.Releases);
        var released = erased.Releases.Select(static release => release.ReservationId).ToHashSet();
        foreach (var line in _lines.Values.ToArray()) _lines[line.Id] = line with { Holds = [.. line.Holds.Where(hold => !released.Contains(hold.Id))] };
        DropNotes();
        _merges.Clear();
    }

    private void OnNotesDestroyed()
    {
        Invariant.Holds(67, Erasure == ErasureStep.Begun, "an erasure takes its steps in order");
        Erasure = ErasureStep.Erased;
    }

    private void DropNotes()
    {
        Note = null;
        foreach (var line in _lines.Values.ToArray()) _lines[line.Id] = line with { Note = null };
    }

    private void OnHandoverOffered(HandoverOffered offered)
    {
        _handovers.RemoveAll(handover => handover.Id == offered.HandoverId);
        Keep(_handovers, new(offered.HandoverId, offered.CodeHash, offered.ExpiresAt, null), Limits.CartHandoversMax);
    }

    private void OnHandoverTaken(HandoverTaken taken)
    {
        var index = _handovers.FindIndex(handover => handover.Id == taken.HandoverId);
        Invariant.Holds(48, index >= 0 && _handovers[index].TakenBy is null, "a code is used once");
        _handovers[index] = _handovers[index] with { TakenBy = taken.Token };
        _grants.RemoveAll(grant => grant.Token == taken.Token || grant.Until <= taken.At);
        _grants.Add(new(taken.Token, taken.Channel, taken.Until));
    }

    private void Replace(CartLine[] lines)
    {
        _lines.Clear();
        foreach (var line in lines) _lines.Add(line.Id, line);
        LinesVersion = Version + 1;
    }

    private void Change(CartLineId id, Func<CartLine, CartLine> change) => _lines[id] = change(_lines[id]);

    private static void Keep<T>(List<T> list, T entry, int countMax)
    {
        if (list.Count >= countMax) list.RemoveAt(0);
        list.Add(entry);
    }
}
